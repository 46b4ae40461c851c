"""Properties of totals, over simulated interviews: silence wins nothing, our failures cost nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from benchmarks.table import Row
from evaluations.aggregation import Answer, Totals
from evaluations.judging.audit.chance import chance
from evaluations.rubric import Flag, Status
from tests.assessment.comparison import share
from tests.assessment.corpus import Asked
from tests.assessment.engine import Engine
from tests.assessment.simulation import RANK, instead, interviews, is_above, is_upgrade, total, weakest_first

SEED = "totals"
INTERVIEWS = 5_000
ONE = Decimal(1)


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    """The same whichever engine."""
    return rows_over(INTERVIEWS)


def rows_over(count: int) -> list[Row]:
    random = chance(SEED)
    people = [(answers, random.randint(1, 4), total(answers)) for answers in interviews(count, SEED)]
    return [Row(what, share([broken(*one) for one in people]), "%", 0) for what, broken in BROKEN.items()]


def declining_raises_recommendation(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    return is_upgrade(total(instead(answers, count, Status.DECLINED)), whole)


def declining_raises(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    return is_above(total(instead(answers, count, Status.DECLINED)), whole)


def irrelevance_raises(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    """Words that do not answer, in the place of a weak answer."""
    return is_above(total(instead(answers, count, Status.INSUFFICIENT_EVIDENCE)), whole)


def raising_lowers(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    weakest = weakest_first(answers)[0]
    raised = replace(weakest, score=min(Decimal(10), (weakest.score or Decimal(0)) + ONE))
    return is_above(whole, total([raised if answer is weakest else answer for answer in answers]))


def lost_part_lowers(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    """An answer of which we lost a part, beside the same interview without its question."""
    weakest = weakest_first(answers)[0]
    others = [answer for answer in answers if answer is not weakest]
    partly = replace(weakest, flags=(Flag.PART_LOST,))
    return (total(others).overall or 0) > (total([*others, partly]).overall or 0)


def failure_lowers(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    """A weak answer that we lost, beside the same one counted."""
    return (whole.overall or 0) > (total(instead(answers, 1, Status.TECHNICAL_FAILURE)).overall or 0)


def order_matters(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    other = total(list(reversed(answers)))
    return whole != other


def recommended_without_a_kind(answers: Sequence[Answer], count: int, whole: Totals) -> bool:
    """Recommended or above, with not one answer of some type."""
    silent = [
        replace(answer, status=Status.DECLINED, score=None) if answer.type != "technical" else answer
        for answer in answers
    ]
    return RANK[total(silent).recommendation] >= RECOMMENDED


RECOMMENDED = 3
BROKEN: dict[str, Callable[[Sequence[Answer], int, Totals], bool]] = {
    "declining one to four raises the recommendation": declining_raises_recommendation,
    "declining one to four raises total or recommendation": declining_raises,
    "answering beside the question raises either": irrelevance_raises,
    "a better answer lowers either": raising_lowers,
    "a lost part lowers the total": lost_part_lowers,
    "a lost answer lowers the total": failure_lowers,
    "the order of answers matters": order_matters,
    "recommended without a behavioral or communication answer": recommended_without_a_kind,
}
