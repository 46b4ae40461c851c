"""All groups of figures, in the order of the table. Each gets the engine and the questions that it may ask about."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.table import Row
from tests.assessment.corpus import Asked
from tests.assessment.engine import Engine
from tests.assessment.figures import (
    fooled_judge,
    guards,
    ordering,
    question_fit,
    quotes,
    same_answer,
    talked_up,
    totals,
)

Group = Callable[[Engine, Sequence[Asked]], list[Row]]
GROUPS: Mapping[str, Group] = {
    "order": ordering.rows,
    "manner": same_answer.rows,
    "talk": talked_up.rows,
    "guards": guards.rows,
    "quotes": quotes.rows,
    "totals": totals.rows,
    "fooled": fooled_judge.rows,
    "jobs": question_fit.rows,
}
