"""Answers of interviews that never took place: by hand, and drawn by hypothesis."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from evaluations import rubric
from evaluations.aggregation.answers import Answer
from evaluations.aggregation.recommending import ASCENDING, bounds
from evaluations.aggregation.totals import Totals
from evaluations.rubric import Flag, Recommendation, Status

KINDS = list(rubric.WEIGHTS)
CHOICE = [Status.DECLINED, Status.INSUFFICIENT_EVIDENCE]
OURS = [Status.NOT_ASKED, Status.TECHNICAL_FAILURE]


def answer(position: int, kind: str, score: float | None, **more: Any) -> Answer:
    return Answer(
        f"q{position}",
        position,
        kind,
        f"Competency {position}",
        more.pop("status", Status.SCORED if score is not None else Status.DECLINED),
        None if score is None else Decimal(str(score)),
        **more,
    )


def held(position: int, kind: str, score: float, coverage: float | None) -> Answer:
    known = None if coverage is None else Decimal(str(coverage))
    return answer(position, kind, score, status=Status.NEEDS_REVIEW, coverage=known)


def planned(kinds: str, *scores: float | None) -> list[Answer]:
    """`kinds` by their first letters: planned("ttbc", 8, 7, 9, None)."""
    by_letter = {kind[0]: kind for kind in KINDS}
    pairs = enumerate(zip(kinds, scores, strict=True), 1)
    return [answer(position, by_letter[letter], score) for position, (letter, score) in pairs]


tenths = st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)
spreads = st.one_of(st.none(), tenths)


@st.composite
def interviews(draw: st.DrawFn, smallest: int = 0, largest: int = 10) -> list[Answer]:
    """One judge an interview. Most answers are scored, as most are; good ones are drawn as often as bad ones."""
    by_coverage = draw(st.booleans())
    usual = draw(st.sampled_from([[Status.SCORED], [Status.SCORED] * 4 + [*CHOICE, *OURS, Status.NEEDS_REVIEW]]))
    lowest = draw(st.sampled_from([0, 0, 50, 80]))
    return [
        drawn(draw, position, draw(st.sampled_from(usual)), lowest, by_coverage)
        for position in range(1, draw(st.integers(smallest, largest)) + 1)
    ]


def drawn(draw: st.DrawFn, position: int, status: Status, lowest: int, by_coverage: bool) -> Answer:
    numbered = status in (Status.SCORED, Status.NEEDS_REVIEW)
    return answer(
        position,
        draw(st.sampled_from(KINDS)),
        draw(st.integers(lowest, 100)) / 10 if numbered else None,
        status=status,
        coverage=draw(st.one_of(st.none(), tenths)) if numbered else None,
        spread=draw(spreads),
        by_coverage=by_coverage,
        flags=draw(st.sampled_from([(), (), (), (Flag.PART_LOST.value,)])),
    )


def numbers(totals: Totals) -> list[int | None]:
    return [totals.overall, totals.technical, totals.behavioral, totals.communication]


def at_least(after: Totals, before: Totals) -> bool:
    return all(b is None or (a is not None and a >= b) for a, b in zip(numbers(after), numbers(before), strict=True))


def rank(recommendation: Recommendation) -> int:
    """No recommendation is below the lowest one."""
    return ASCENDING.index(recommendation) if recommendation in ASCENDING else -1


def ranks(answers: list[Answer]) -> tuple[int, int]:
    """Of the result without what is held, and of the result with it. Where they differ, a person looks first."""
    lowest, highest = bounds(answers)
    return rank(lowest), rank(highest)
