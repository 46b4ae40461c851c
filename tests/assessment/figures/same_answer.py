"""The same answer, given in another manner: nothing may change."""

from collections.abc import Callable, Sequence

from benchmarks.table import Row
from evaluations.judging.audit.chance import chance
from evaluations.judging.audit.transformations.kinds import (
    CALLED,
    HESITATING,
    KINDS,
    MANNERS,
    NAMED,
    OWN_NAME,
    UNPUNCTUATED,
    named,
    transformed,
)
from evaluations.judging.audit.transformations.names import NAMES, called, introduce
from tests.assessment.comparison import SCALE, Comparison, mean_change, share
from tests.assessment.corpus import SAID_PLAINLY, Asked
from tests.assessment.engine import Case, Engine

CHANGE_AIM, LEVELS_AIM, POINTS_AIM = 2, 1, 0.2  # percent of the scale, percent of answers, points
IN_POINTS = (HESITATING, UNPUNCTUATED)
SWAPPED = 3  # Names that one answer is given under.


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    compared = {kind: comparisons(engine, questions, kind) for kind in MANNERS}
    compared |= {kind: comparisons_named(engine, questions, kind) for kind in NAMED}
    found = [row for kind in KINDS for row in rows_of(kind, compared[kind])]
    found += [
        Row(f"{kind}: mean change", mean_change(compared[kind]), "points", POINTS_AIM, digits=2) for kind in IN_POINTS
    ]
    return [*found, *swapped_rows(engine, questions)]


def rows_of(kind: str, compared: Sequence[Comparison]) -> list[Row]:
    most = max((abs(each.change) for each in compared if each.change is not None), default=SCALE)
    lost = sum(each.is_lost for each in compared)
    return [
        Row(f"{kind}: mean change", 100 * mean_change(compared) / SCALE, "%", CHANGE_AIM, f"{most:.1f} points at most"),
        Row(
            f"{kind}: changed levels",
            share([each.other_level for each in compared]),
            "%",
            LEVELS_AIM,
            f"{lost} of {len(compared)} scores lost",
        ),
    ]


def comparisons(engine: Engine, questions: Sequence[Asked], kind: str) -> list[Comparison]:
    before = [Case(question.planned, question.answer(answer)) for question in questions for answer in SAID_PLAINLY]
    after = [Case(case.question, transformed(kind, case.text)) for case in before]
    return compare(engine, before, after)


def comparisons_named(engine: Engine, questions: Sequence[Asked], kind: str) -> list[Comparison]:
    before = [Case(question.planned, question.answer(answer)) for question in questions for answer in SAID_PLAINLY]
    after = []
    for case in before:
        name, text = named(kind, case.text)
        after.append(Case(case.question, text, name))
    return compare(engine, before, after)


def compare(engine: Engine, before: Sequence[Case], after: Sequence[Case]) -> list[Comparison]:
    engine.judge([*before, *after])
    return [Comparison(*pair) for pair in zip(engine.judge(before), engine.judge(after), strict=True)]


def swapped_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    """The same words under the names of different people."""
    ways: dict[str, Callable[[str, str], str]] = {
        OWN_NAME: introduce,
        CALLED: lambda text, name: called(text, name, chance("called", text)),
    }
    found = []
    for kind, way in ways.items():
        groups = [
            [Case(question.planned, way(question.answer("fair"), name), name) for name in names_for(place)]
            for place, question in enumerate(questions)
        ]
        engine.judge([case for group in groups for case in group])
        ranges = [spread_of([judged.points for judged in engine.judge(group)]) for group in groups]
        found.append(Row(f"{kind}: another name, at most", max(ranges), "points", 0))
    return found


def names_for(place: int) -> list[str]:
    return [NAMES[(place + step * len(NAMES) // SWAPPED) % len(NAMES)] for step in range(SWAPPED)]


def spread_of(values: Sequence[float]) -> float:
    return max(values) - min(values)
