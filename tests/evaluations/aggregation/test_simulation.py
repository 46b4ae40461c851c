"""Thousands of interviews as they might be, and what silence would have brought in each of them."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from evaluations.aggregation.answers import Answer
from evaluations.aggregation.means import by_kind, overall_number
from evaluations.aggregation.recommending import recommend
from evaluations.rubric import Recommendation, Status
from tests.evaluations.aggregation.answers import CHOICE, answer, rank

INTERVIEWS = 5_000
PLAN = ["technical"] * 4 + ["behavioral"] * 2 + ["communication"] * 2


def simulated(random: Random) -> list[Answer]:
    """Eight answers around what the candidate is able to."""
    ability = random.gauss(6.5, 1.5)
    drawn = [min(10.0, max(0.0, random.gauss(ability, 2))) for _ in PLAN]
    pairs = enumerate(zip(PLAN, drawn, strict=True), 1)
    return [answer(position, kind, round(score, 1)) for position, (kind, score) in pairs]


def without_the_weakest(answers: list[Answer], count: int, status: Status) -> list[Answer]:
    weakest = sorted(answers, key=lambda each: each.score or Decimal(0))[:count]
    return [replace(each, status=status, score=None) if each in weakest else each for each in answers]


def numbers_of(answers: list[Answer]) -> tuple[Decimal, int]:
    """Overall, and the rank of the recommendation."""
    return overall_number(by_kind(answers)) or Decimal(0), rank(recommend(answers))


def test_declining_the_weakest_answers_never_pays_in_five_thousand_interviews() -> None:
    random, lowered = Random(8), 0  # noqa: S311
    for _ in range(INTERVIEWS):
        answers = simulated(random)
        silent = without_the_weakest(answers, random.randint(1, 4), random.choice(CHOICE))
        (before, rank_before), (after, rank_after) = numbers_of(answers), numbers_of(silent)
        assert after <= before
        assert rank_after <= rank_before
        lowered += rank_after < rank_before
    assert lowered > INTERVIEWS / 2  # So the measure is able to move.


def test_our_failures_lower_no_recommendation_in_five_thousand_interviews() -> None:
    random = Random(9)  # noqa: S311
    for _ in range(INTERVIEWS):
        answers = simulated(random)
        after = recommend(without_the_weakest(answers, random.randint(1, 4), Status.TECHNICAL_FAILURE))
        assert after == Recommendation.INSUFFICIENT_EVIDENCE or rank(after) >= rank(recommend(answers))
