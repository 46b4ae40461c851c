"""Whether a number may count before a person has looked. Pure.

Nothing here lowers a number, and nothing that was said can lift a hold: a judge that was talked over may write what it
likes, and quote what it likes.
"""

from decimal import Decimal

from evaluations.rubric import HIGH_FROM, LOWEST, MIDDLE_FROM, Hold

GAP = Decimal(4)  # Points above coverage. Right answers in plain words are under-covered too: a person is asked.


def holds(
    score: Decimal,
    *,
    addressed: bool,
    backed: bool,
    supported: int | None,
    points: int,
    coverage: Decimal | None,
) -> tuple[Hold, ...]:
    """`addressed`: words are meant for whoever scores. `backed`: a quote was really said. `supported` of `points` have
    a quote, None for an engine that is the measure itself. `coverage` is None where there is nothing to compare with.
    """
    found = {
        Hold.ADDRESSES_EVALUATOR: addressed,
        Hold.EVIDENCE_REFUSED: not backed,
        Hold.UNSUPPORTED: supported is not None and points > 0 and not enough(score, supported, points),
        Hold.ABOVE_COVERAGE: coverage is not None and score - coverage >= GAP,
    }
    return tuple(hold for hold, is_so in found.items() if is_so)


def enough(score: Decimal, supported: int, points: int) -> bool:
    """A high number needs half of the points, a middle one needs one. A low number claims nothing."""
    if score >= HIGH_FROM:
        return 2 * supported >= points
    return score < MIDDLE_FROM or supported >= 1


def comparable(coverage: Decimal | None, insufficient_because: str | None) -> Decimal | None:
    """What coverage says where it says no number: nothing of the points was heard, unless there are none."""
    if coverage is None and insufficient_because != "nothing_to_compare":
        return LOWEST
    return coverage
