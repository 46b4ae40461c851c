"""How far overall might be off because an interview asks few questions, and an engine does not judge the same twice.

The questions of a kind stand for many that could have been asked, so the standard error of a kind is
sqrt(variance / n) over its scores (the absolute error of generalizability theory, persons x items: Shavelson & Webb
1991). One or two scores say little of their own variance, so it is pooled with a prior worth PRIOR_SCORES scores.
The judge's own error is taken from its three samples: in normal samples of three the range is 1.69 standard
deviations on the average (Tippett 1925), and the median's is 0.67 of one, so it is 0.4 of the spread. The variance of
the scores holds some of it already: the margin is rather too wide than too narrow. Overall adds up the kinds by their
weights. What is missing is no part of this, but of the range.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from evaluations import rubric
from evaluations.aggregation.answers import Answer
from evaluations.aggregation.means import TIMES_TEN, Kinds, whole

NORMAL_95 = Decimal("1.96")
PRIOR_SCORES, PRIOR_DEVIATION = Decimal(2), Decimal(2)  # Points of ten.
DEVIATION_OF_SPREAD = Decimal("0.4")
LEAST_RETEST = Decimal(2)  # Points of a hundred: nothing that people judge is told apart more finely.
TENTH = Decimal("0.1")


def margin(kinds: Kinds) -> Decimal | None:
    """Half the width of the 95 % interval of overall, in points; None where nothing was measured."""
    if not any(measured(answers) for answers in kinds.values()):
        return None
    return half_width(kinds, lambda answers: variance(answers) + retest_variance(answers)).quantize(TENTH)


def retest_margin(kinds: Kinds) -> Decimal:
    """The same of judging the same words once more."""
    return max(LEAST_RETEST, half_width(kinds, retest_variance))


def half_width(kinds: Kinds, of_one: Callable[[Sequence[Answer]], Decimal]) -> Decimal:
    """`of_one` is the variance of one measured answer, in points of ten squared."""
    counting = {kind: answers for kind, answers in kinds.items() if whole(answers)}
    weights = sum((rubric.WEIGHTS[kind] for kind in counting), Decimal(0))
    parts = [(rubric.WEIGHTS[kind] / weights) ** 2 * of_mean(each, of_one) for kind, each in counting.items()]
    return NORMAL_95 * sum(parts, Decimal(0)).sqrt() * TIMES_TEN


def of_mean(answers: Sequence[Answer], of_one: Callable[[Sequence[Answer]], Decimal]) -> Decimal:
    """What was left out counts 0 for certain; the others are as uncertain as each is."""
    uncertain = measured(answers)
    return of_one(uncertain) * len(uncertain) / len(whole(answers)) ** 2 if uncertain else Decimal(0)


def measured(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.measured and answer.complete]


def variance(answers: Sequence[Answer]) -> Decimal:
    values = [answer.value or Decimal(0) for answer in answers]
    middle = sum(values, Decimal(0)) / len(values)
    squares = sum(((value - middle) ** 2 for value in values), Decimal(0))
    return (PRIOR_SCORES * PRIOR_DEVIATION**2 + squares) / (PRIOR_SCORES + len(values) - 1)


def retest_variance(answers: Sequence[Answer]) -> Decimal:
    spreads = [(answer.spread or Decimal(0)) * DEVIATION_OF_SPREAD for answer in answers]
    return sum((spread**2 for spread in spreads), Decimal(0)) / len(spreads)
