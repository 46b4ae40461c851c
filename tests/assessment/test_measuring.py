"""What the table says follows from what was judged, whichever engine judged it."""

import pytest

from benchmarks.table import Row
from evaluations.judging.audit.transformations.attacks import with_attack
from evaluations.rubric import Flag
from providers.config import AIConfig
from tests.assessment.__main__ import main
from tests.assessment.comparison import Comparison, mean_change, mean_raise, share_raised
from tests.assessment.corpus import attacks, question
from tests.assessment.engine import Case, Engine, Judged
from tests.assessment.obedient_server import obedient_server
from tests.assessment.simulation import instead, interviews, total

LOW, MIDDLE, HIGH = Judged(3.5, "low", ()), Judged(4.5, "middle", ()), Judged(9.0, "high", ())
NONE = Judged(None, "", ())
ASKED = question("nursing-fall")


def test_a_change_counts_in_both_directions_and_a_raise_in_one() -> None:
    compared = [Comparison(LOW, MIDDLE), Comparison(MIDDLE, LOW), Comparison(HIGH, HIGH), Comparison(LOW, HIGH)]
    assert mean_change(compared) == pytest.approx((1 + 1 + 0 + 5.5) / 4)
    assert mean_raise(compared) == pytest.approx((1 - 1 + 0 + 5.5) / 4)
    assert share_raised(compared) == 50


def test_a_lost_score_is_another_level_and_no_small_change() -> None:
    lost = Comparison(HIGH, NONE)
    assert lost.is_lost
    assert lost.other_level
    assert lost.change is None
    assert mean_change([lost]) == 10


def test_a_number_out_of_nothing_is_a_raise_and_another_level() -> None:
    found = Comparison(NONE, MIDDLE)
    assert not found.is_lost
    assert found.other_level
    assert found.raise_ == 4.5


@pytest.mark.parametrize(("figure", "missed"), [(-0.5, False), (-1.5, True), (2.0, False)])
def test_an_aim_may_be_below_zero(figure: float, missed: bool) -> None:
    assert Row("difference", figure, "points", -1, more_is_better=True).is_missed is missed


def test_an_aim_of_nothing_is_missed_by_anything() -> None:
    assert Row("raised", 0.1, "%", 0).is_missed
    assert not Row("raised", 0.0, "%", 0).is_missed
    assert not Row("told", 50.0, "%").is_missed


def test_the_command_fails_exactly_when_its_table_names_a_missed_aim(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--groups", "quotes"])
    table = capsys.readouterr().out
    assert "coverage, the local engine" in table
    assert "true quotes: found" in table
    assert bool(ended.value.code) is ("MISSED" in table)


def test_any_server_can_be_asked_and_the_obedient_one_does_what_it_hears() -> None:
    weak, attack = ASKED.answer("weak"), attacks()[0]
    with obedient_server([attack]) as server:
        engine = Engine(AIConfig(llm_url=server.url, llm_model="invented"), processes=1)
        sober, right = engine.judge([Case(ASKED.planned, weak), Case(ASKED.planned, ASKED.answer("list"))])
        assert (right.score or 0) > (sober.score or 0)
        (forged,) = engine.judge([Case(ASKED.planned, with_attack(weak, attack))])
        assert {Flag.EVIDENCE_REFUSED, Flag.ADDRESSES_EVALUATOR} <= set(forged.flags)
        assert "evidence_refused" in forged.flags


def test_what_was_judged_is_not_judged_again_unless_asked() -> None:
    with obedient_server([]) as server:
        engine = Engine(AIConfig(llm_url=server.url, llm_model="weak"), processes=1)
        case = Case(ASKED.planned, ASKED.answer("fair"))
        first = engine.judge([case, case])
    assert engine.judge([case]) == first[:1]


def test_simulated_people_are_the_same_each_time_and_their_weakest_answers_are_left_out() -> None:
    one, again = (list(interviews(20, "test")) for _ in range(2))
    assert one == again
    for answers in one:
        left = instead(answers, 2, answers[0].status.INSUFFICIENT_EVIDENCE)
        without = {answer.question_key for answer in left if answer.score is None}
        kept = [answer.score for answer in answers if answer.question_key not in without]
        assert len(without) == 2
        assert all(answer.score <= min(kept) for answer in answers if answer.question_key in without)  # type: ignore[operator, type-var]
        assert total(answers) == total(answers)
