"""A judge that was talked over does not decide: whatever it writes, a number that code cannot follow waits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.judging.holds import holds
from evaluations.judging.judge import Verdict, judge
from evaluations.rubric import Hold, Status
from interviews.plan import Anchors, PlannedQuestion
from tests.evaluations.engines import MODEL, PROMPT, Measuring, Saying, judgement, number

ANSWER = {1: "I look for injuries first. I call the doctor at once. The weather was fine. I document the fall."}
POINTS = ("looks for injuries", "calls the doctor", "finds the cause", "documents the fall")
QUESTION = PlannedQuestion(
    key="q1",
    text="What do you do after a fall?",
    type="technical",
    competency="Safety",
    expected_points=POINTS,
    anchors=Anchors(low="Lifts.", middle="Checks.", high="Checks, calls and documents."),
    probe="",
)
INJURIES, DOCTOR, WEATHER = "I look for injuries first", "I call the doctor at once", "The weather was fine"


def agrees(point: str, quote: str) -> float:
    """As a measure does: words of the point stand in the quote."""
    return float(any(word in quote.lower() for word in ("injuries", "doctor", "document") if word in point))


def verdict(score: float, quotes: dict[str, str], measure: Measuring | None = None, **changed: object) -> Verdict:
    claims = [{"turn": 1, "quote": quote, "point": point} for quote, point in quotes.items()]
    said = judgement(**number(score) | {"evidence": claims})
    engine = Saying(said, said, said, capabilities=MODEL)
    return judge(engine, measure or Measuring(share=agrees), PROMPT, QUESTION.model_copy(update=changed), ANSWER)


def test_a_high_number_needs_quotes_for_half_of_the_points() -> None:
    both = {INJURIES: "looks for injuries", DOCTOR: "calls the doctor"}
    assert verdict(8, both).status == Status.SCORED
    held = verdict(8, {INJURIES: "looks for injuries", WEATHER: "calls the doctor"})
    assert (held.status, held.score, held.held_because) == (Status.NEEDS_REVIEW, Decimal(8), (Hold.UNSUPPORTED,))


def test_a_middle_number_needs_a_quote_for_one_point() -> None:
    assert verdict(5, {DOCTOR: "calls the doctor"}).status == Status.SCORED
    assert verdict(5, {WEATHER: "calls the doctor"}).held_because == (Hold.UNSUPPORTED,)


def test_a_low_number_claims_nothing() -> None:
    assert verdict(2, {WEATHER: "finds the cause"}).status == Status.SCORED


def test_a_true_quote_that_proves_nothing_lifts_nobody() -> None:
    held = verdict(10, {WEATHER: "looks for injuries"}, Measuring(0, agrees))
    assert set(held.held_because) == {Hold.UNSUPPORTED, Hold.ABOVE_COVERAGE}


@pytest.mark.parametrize("named", ["", "something that nobody expects"])
def test_a_quote_without_an_expected_point_is_credited_to_the_one_that_it_supports(named: str) -> None:
    found = verdict(5, {DOCTOR: named})
    assert (found.status, [quote.point for quote in found.evidence]) == (Status.SCORED, ["calls the doctor"])


def test_a_point_is_known_however_it_is_written_and_kept_in_the_questions_words() -> None:
    found = verdict(5, {DOCTOR: "Calls the  DOCTOR."})
    assert [quote.point for quote in found.evidence] == ["calls the doctor"]


def test_one_sentence_for_each_point_counts_once() -> None:
    both = {INJURIES: "looks for injuries", "look for injuries": "looks for injuries"}
    assert verdict(8, both).held_because == (Hold.UNSUPPORTED,)


@pytest.mark.parametrize(
    ("coverage", "held"), [(4, ()), (4.1, ()), (3.9, (Hold.ABOVE_COVERAGE,)), (0, (Hold.ABOVE_COVERAGE,))]
)
def test_a_number_far_above_coverage_waits(coverage: float, held: tuple[Hold, ...]) -> None:
    both = {INJURIES: "looks for injuries", DOCTOR: "calls the doctor"}
    found = verdict(7.9 if coverage == 3.9 else 8 if coverage > 4 else 7.9, both, Measuring(coverage, agrees))
    assert found.held_because == held
    assert found.coverage == Decimal(str(coverage))


def test_where_coverage_finds_no_answer_a_middle_number_waits_and_no_coverage_is_told() -> None:
    found = verdict(5, {DOCTOR: "calls the doctor"}, Measuring(None, agrees))
    assert (found.held_because, found.coverage) == ((Hold.ABOVE_COVERAGE,), None)


def test_without_points_the_high_anchor_is_what_quotes_are_compared_with() -> None:
    measure = Measuring(6, agrees)
    assert verdict(8, {DOCTOR: ""}, measure, expected_points=()).held_because == (Hold.UNSUPPORTED,)
    assert {claim["point"] for claim in measure.claims} == {"Checks, calls and documents."}


def test_where_nothing_can_be_compared_a_real_quote_is_still_needed() -> None:
    bare = Anchors(low="", middle="", high="")
    found = [verdict(8, {quote: ""}, expected_points=(), anchors=bare) for quote in (DOCTOR, "I led a team of forty")]
    assert [each.held_because for each in found] == [(), (Hold.EVIDENCE_REFUSED,)]


numbers = st.decimals(0, 10, places=1)


@given(numbers, st.booleans(), st.booleans(), st.integers(0, 5), st.integers(1, 10), numbers)
def test_what_holds_a_number_holds_each_higher_one(
    score: Decimal, addressed: bool, backed: bool, supported: int, points: int, coverage: Decimal
) -> None:
    known = {"addressed": addressed, "backed": backed, "supported": supported, "points": points, "coverage": coverage}
    lower = holds(score, **known)  # type: ignore[arg-type]
    assert set(lower) <= set(holds(Decimal(10), **known))  # type: ignore[arg-type]
