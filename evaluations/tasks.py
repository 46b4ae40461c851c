"""The tasks are hints; the rows say what is to be done, and the sweep finds what a lost hint left."""

import structlog

from evaluations.finalization import finalize_if_ready, waiting_to_be_finalized
from evaluations.judging import scoring
from evaluations.models import Score
from organizations.tasks import organization_task, sweep_task

log = structlog.get_logger(__name__)

SWEPT_AT_ONCE = 50  # Of one organization; the next sweeps find the rest.


@organization_task(queue="scoring")
def score_answer(score_id: str) -> None:
    scoring.score(score_id)
    for evaluation_id in Score.objects.filter(id=score_id).values_list("evaluation_id", flat=True):
        finalize_if_ready(evaluation_id)


@sweep_task(queue="default")
def resume_scoring() -> None:
    for score_id in scoring.due().values_list("id", flat=True)[:SWEPT_AT_ONCE]:
        score_answer.enqueue(score_id)
    for evaluation_id in waiting_to_be_finalized()[:SWEPT_AT_ONCE]:
        try:
            finalize_if_ready(evaluation_id)
        except Exception as error:  # One that cannot be put together holds up none of the others.
            log.error("evaluation_not_finalized", evaluation_id=evaluation_id, error=type(error).__name__)
