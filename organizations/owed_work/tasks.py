"""What Celery runs of it: hints, and the slow walk. The index says what there is to do."""

from celery import shared_task

from organizations.owed_work import audit, working

HINT_EXPIRES_S = 5


@shared_task(name="organizations.owed_work.tasks.work", acks_late=True, reject_on_worker_lost=False)
def work(queue: str) -> None:
    working.work(queue)


@shared_task(name="organizations.owed_work.tasks.audit_owed_work", expires=60)
def audit_owed_work() -> None:
    audit.walk()
