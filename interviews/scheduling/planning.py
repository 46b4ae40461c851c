"""From a job's questions to the plan that its interviews keep."""

from django.db import IntegrityError, transaction

from interviewai.kernel.errors import Invalid
from interviews.models import InterviewPlan
from interviews.plan import Anchors, Plan, PlannedQuestion
from jobs.models import JobDescription, Question


def freeze(job: JobDescription) -> InterviewPlan:
    """The plan of the job as it is now: the row that holds just this content, or the next version.

    Raises Invalid for a job without questions.
    """
    plan = current_plan(job)
    if not plan.questions:
        raise Invalid("This job has no questions yet. Generate or add some first.", code="no_questions")
    return _row_of(job, plan) or _next_version(job, plan)


def current_plan(job: JobDescription) -> Plan:
    questions = Question.objects.filter(job=job).order_by("position")
    return Plan(
        job_id=job.id,
        title=job.title,
        questions=tuple(_planned(f"q{number}", question) for number, question in enumerate(questions, 1)),
    )


def _planned(key: str, question: Question) -> PlannedQuestion:
    return PlannedQuestion(
        key=key,
        text=question.text,
        type=question.type,
        competency=question.competency,
        expected_points=tuple(question.expected_points),
        anchors=Anchors(low=question.anchor_low, middle=question.anchor_middle, high=question.anchor_high),
        probe=question.probe,
    )


def _row_of(job: JobDescription, plan: Plan) -> InterviewPlan | None:
    return InterviewPlan.objects.filter(job=job, sha256=plan.sha256).first()


def _next_version(job: JobDescription, plan: Plan) -> InterviewPlan:
    latest = InterviewPlan.objects.filter(job=job).order_by("-version").first()
    try:
        with transaction.atomic():
            return InterviewPlan.objects.create(
                job=job,
                version=latest.version + 1 if latest else 1,
                content=plan.model_dump(mode="json"),
                sha256=plan.sha256,
            )
    except IntegrityError:  # Somebody froze the same job at the same moment.
        return _row_of(job, plan) or _next_version(job, plan)
