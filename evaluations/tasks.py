"""The kinds of work that evaluations make owed."""

from datetime import timedelta

from django.conf import settings

from evaluations import finalization, rubric
from evaluations.judging import scoring
from organizations.owed_work.kinds import register

# Each sample is sent back once at most; the measure is asked for its number, and a few times what quotes support.
MEASURED = 6
SCORED_WITHIN = timedelta(seconds=(rubric.SAMPLES * 2 + MEASURED) * settings.AI.llm_timeout_s + 60)

register(
    "score_answer",
    queue="scoring",
    run=scoring.score,
    last_step=scoring.give_up,
    outstanding=scoring.unscored,
    tries=scoring.TRIES,
    patience=SCORED_WITHIN,
    waits=scoring.RETRY_AFTER,
)
register(
    "finalize_evaluation",
    queue="scoring",
    run=finalization.finalize,
    last_step=finalization.give_up,
    outstanding=finalization.unfinalized,
    tries=finalization.TRIES,
    waits=finalization.RETRY_AFTER,
)
