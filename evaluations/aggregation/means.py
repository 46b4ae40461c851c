"""Numbers of kinds and of the whole, 0-100. Pure.

- A kind (technical, behavioral, communication) is the mean of what its answers count for, times ten; it has no
  number where nothing of it was measured.
- Overall is the weighted mean of the kinds of the plan. A kind that the candidate left out altogether counts 0 in it,
  one that we lost altogether or did not ask counts for nothing.
- An answer of which a part was lost to a technical failure counts only where it raises its kind, and a kind of
  nothing but such answers only where it raises overall.
- The range of each takes everything that is missing at its lowest and at its highest.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from evaluations import rubric
from evaluations.aggregation.answers import Answer

TIMES_TEN = Decimal(10)
Weighed = tuple[Decimal, Decimal]  # (weight, value)
Kinds = Mapping[str, Sequence[Answer]]  # Those that the plan has.
Ranges = dict[str, dict[str, int]]


def by_kind(answers: Sequence[Answer]) -> Kinds:
    kinds = {kind: [answer for answer in answers if answer.type == kind] for kind in rubric.WEIGHTS}
    return {kind: found for kind, found in kinds.items() if found}


def kind_number(answers: Sequence[Answer]) -> Decimal | None:
    return counted(answers) if any(answer.measured and answer.complete for answer in answers) else None


def overall_number(kinds: Kinds) -> Decimal | None:
    if all(kind_number(answers) is None for answers in kinds.values()):
        return None
    certain: list[Weighed] = []
    uncertain: list[Weighed] = []
    for kind, answers in kinds.items():
        number = counted(answers)
        if number is not None:
            (certain if whole(answers) else uncertain).append((rubric.WEIGHTS[kind], number))
    return raised_mean(certain, uncertain)


def counted(answers: Sequence[Answer]) -> Decimal | None:
    """Of one kind, as overall takes it."""
    in_part = [(Decimal(1), each.value) for each in answers if each.value is not None and not each.complete]
    mean = raised_mean([(Decimal(1), each.value) for each in whole(answers) if each.value is not None], in_part)
    return None if mean is None else mean * TIMES_TEN


def whole(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.value is not None and answer.complete]


def raised_mean(certain: Sequence[Weighed], uncertain: Sequence[Weighed]) -> Decimal | None:
    """The weighted mean of `certain` and of those of `uncertain` that raise it."""
    best_first = sorted(uncertain, key=lambda each: each[1], reverse=True)
    fewest = 0 if certain else 1
    means = [mean([*certain, *best_first[:count]]) for count in range(fewest, len(best_first) + 1)]
    return max(means, default=None)


def mean(weighed: Sequence[Weighed]) -> Decimal:
    return sum((weight * value for weight, value in weighed), Decimal(0)) / sum(weight for weight, _ in weighed)


def ranges(kinds: Kinds) -> Ranges:
    """{overall | kind: {low, high}}; empty without a question."""
    if not kinds:
        return {}
    lows = {kind: plain_mean([answer.lowest for answer in answers]) for kind, answers in kinds.items()}
    highs = {kind: plain_mean([answer.highest for answer in answers]) for kind, answers in kinds.items()}
    lows, highs = {"overall": over_kinds(lows), **lows}, {"overall": over_kinds(highs), **highs}
    return {name: {"low": whole_number(lows[name]), "high": whole_number(highs[name])} for name in lows}


def plain_mean(values: Sequence[Decimal]) -> Decimal:
    return mean([(Decimal(1), value) for value in values]) * TIMES_TEN


def over_kinds(numbers: Mapping[str, Decimal]) -> Decimal:
    return mean([(rubric.WEIGHTS[kind], number) for kind, number in numbers.items()])


def whole_number(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rounded(value: Decimal | None) -> int | None:
    return None if value is None else whole_number(value)
