from django.utils import timezone

from jobs import generation
from organizations.tasks import organization_task, sweep_task


@organization_task(queue="default")
def generate_questions(job_id: str) -> None:
    generation.carry_out(job_id)


@sweep_task(queue="default")
def resume_generation() -> None:
    now = timezone.now()
    generation.give_up(now)
    for job_id in generation.stalled(now).values_list("pk", flat=True):
        generate_questions.enqueue(job_id)
