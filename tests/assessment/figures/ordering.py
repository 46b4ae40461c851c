"""Better answers above worse ones, and the same answer twice the same."""

from collections.abc import Sequence
from statistics import fmean

from benchmarks.table import Row
from tests.assessment.agreement import icc, spearman
from tests.assessment.comparison import share
from tests.assessment.corpus import KINDS, SAID_PLAINLY, Asked
from tests.assessment.engine import Case, Engine

RANKS = {"list": 2, "strong_plain": 2, "strong": 2, "fair": 1, "weak": 0}
# Which must stand above which. That of `strong` above `fair` is told without an aim: coverage knows nothing of
# comparisons from daily life, and says so.
ORDERED = (("list", "fair"), ("strong_plain", "fair"), ("fair", "weak"), ("strong", "weak"))
ORDER_AIM, ICC_AIM = 90, 0.95


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    held_out = [question for question in questions if question.held_out]
    return [
        Row(
            "better answers above worse ones", in_order(engine, questions, ORDERED), "%", ORDER_AIM, more_is_better=True
        ),
        Row(
            "  of questions that nothing is tuned on",
            in_order(engine, held_out, ORDERED),
            "%",
            ORDER_AIM,
            more_is_better=True,
        ),
        Row("  right in words of their own above half right", in_order(engine, questions, (("strong", "fair"),)), "%"),
        Row("rank correlation with what was meant", rank_correlation(engine, questions), "", digits=2),
        *(Row(f"mean of answers meant as {kind}", mean(engine, questions, kind), "points") for kind in KINDS),
        Row("retest, ICC(2,1)", retest(engine, questions), "", ICC_AIM, more_is_better=True, digits=3),
    ]


def points(engine: Engine, questions: Sequence[Asked], kind: str) -> list[float]:
    cases = [Case(question.planned, question.answer(kind)) for question in questions]
    return [judged.points for judged in engine.judge(cases)]


def in_order(engine: Engine, questions: Sequence[Asked], pairs: Sequence[tuple[str, str]]) -> float:
    found = [
        better > worse
        for above, below in pairs
        for better, worse in zip(points(engine, questions, above), points(engine, questions, below), strict=True)
    ]
    return share(found) if found else 100.0


def rank_correlation(engine: Engine, questions: Sequence[Asked]) -> float:
    meant = [rank for rank in RANKS.values() for _ in questions]
    return spearman(meant, [value for kind in RANKS for value in points(engine, questions, kind)])


def mean(engine: Engine, questions: Sequence[Asked], kind: str) -> float:
    return fmean(points(engine, questions, kind))


def retest(engine: Engine, questions: Sequence[Asked]) -> float:
    cases = [Case(question.planned, question.answer(kind)) for question in questions[::2] for kind in SAID_PLAINLY]
    again = engine.judge_again(cases)
    return icc([judged.points for judged in engine.judge(cases)], [judged.points for judged in again])
