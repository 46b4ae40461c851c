"""From a completed interview to its evaluation, through workers that may fail, repeat, die and race."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import Settings

from evaluations.finalization import finalize
from evaluations.judging import scoring
from evaluations.models import Evaluation, Score
from evaluations.start_evaluation import open_evaluation
from interviews import lifecycle
from interviews.models import Interview
from interviews.scheduling.invitations import create_interview
from organizations.models import Organization
from organizations.owed_work.claims import LeaseLost, Piece
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import ScriptedConfig
from tests.evaluations.interviews import (
    AGREED,
    EXPLAINED,
    GOOD,
    WEAK,
    add_turns,
    complete_interview,
    make_job,
    only,
    said,
    score_all,
    scores,
)
from tests.owed_work import OVER, in_hand, owed, work
from tests.webhooks.sending import event_types

FULL = {"q1": [said(GOOD)], "q2": [said(AGREED)], "q3": [said(EXPLAINED)]}
Fault = Callable[[str], None]


@pytest.fixture
def fault(settings: Settings) -> Fault:
    """`fault("unavailable")`: the language model fails so from now on; `fault("")`: it works again."""

    def set_fault(code: str) -> None:
        faults = (("llm", code),) if code else ()
        settings.AI = replace(settings.AI, env="scripted", cool_down_s=0, scripted=ScriptedConfig(faults=faults))

    set_fault("")
    return set_fault


def run(organization: Organization, score: Score) -> Score:
    """What a worker does that comes to this score, if it may."""
    with only(kind="score_answer", row_id=score.id):
        work("scoring")
    with organization_schema(organization):
        score.refresh_from_db()
    return score


def waiting(organization: Organization, score: Score) -> OwedWork:
    return next(row for row in owed(organization, "score_answer") if row.row_id == score.id)


def leave_only_the_evaluation(organization: Organization) -> None:
    """As if the worker that recorded the last score had died after that."""
    for _ in owed(organization, "score_answer"):
        piece = in_hand("score_answer")
        with organization_schema(organization):
            scoring.score(piece)


def evaluation_of(organization: Organization, interview: Interview) -> Evaluation:
    with organization_schema(organization):
        return Evaluation.objects.get(interview=interview)


@pytest.mark.usefixtures("fault")
def test_every_answer_is_scored_with_evidence_and_then_the_evaluation_is_ready(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    evaluation = score_all(acme, interview)
    assert evaluation.status == "ready"
    assert None not in (evaluation.overall, evaluation.technical, evaluation.behavioral, evaluation.communication)
    assert evaluation.engine == "scripted/scripted-llm"
    for score in scores(acme, interview).values():
        assert score.status == "scored"
        assert score.score is not None
        assert score.evidence
        answer = FULL[score.question_key][0]["transcript"]
        assert all(answer[quote["start"] : quote["end"]] == quote["quote"] for quote in score.evidence)
        assert all(quote["point"] for quote in score.evidence)
        assert (len(score.samples), score.parameters, score.held_because) == (3, {"samples": 3}, [])
        assert score.coverage == score.score
        assert (score.prompt_version, len(score.prompt_sha256)) == (2, 64)
        assert score.rubric_version


@pytest.mark.usefixtures("fault")
def test_completing_writes_a_pending_score_for_each_planned_question_in_its_transaction(acme: Organization) -> None:
    with organization_schema(acme):
        interview = interview_in_progress()
        with transaction.atomic():
            lifecycle.complete(interview)
            assert Score.objects.filter(evaluation__interview=interview, status="pending").count() == 3
            transaction.set_rollback(True)
        assert not Evaluation.objects.filter(interview=interview).exists()


def interview_in_progress() -> Interview:
    interview, _ = create_interview(make_job(), candidate_name="Candidate")
    lifecycle.begin(interview)
    add_turns(interview, FULL)
    return interview


@pytest.mark.usefixtures("fault")
def test_questions_that_were_not_reached_are_not_asked_and_no_engine_sees_them(acme: Organization) -> None:
    interview = complete_interview(acme, {"q1": [said(GOOD)]})
    score_all(acme, interview)
    found = scores(acme, interview)
    assert [found[key].status for key in ("q1", "q2", "q3")] == ["scored", "not_asked", "not_asked"]
    with organization_schema(acme):
        calls = ProviderCall.objects.filter(purpose="score_answer", interview_id=interview.id).count()
    assert calls == 5  # The samples of the one answer, and the measure: its number, and what the quotes support.


@pytest.mark.usefixtures("fault")
def test_an_interview_that_ended_before_the_first_question_is_evaluated_as_not_enough_evidence(
    acme: Organization,
) -> None:
    evaluation = score_all(acme, complete_interview(acme, {}))
    assert (evaluation.status, evaluation.recommendation) == ("ready", "insufficient_evidence")
    assert (evaluation.overall, evaluation.engine) == (None, "")


@pytest.mark.usefixtures("fault")
def test_silence_is_not_enough_evidence_and_never_a_low_score(acme: Organization) -> None:
    interview = complete_interview(acme, FULL | {"q1": [said("", transcript_confidence=None)]})
    evaluation = score_all(acme, interview)
    silent = scores(acme, interview)["q1"]
    assert (silent.status, silent.score, silent.flags) == ("declined", None, ["no_answer"])
    assert evaluation.technical is None
    assert evaluation.overall is not None


@pytest.mark.usefixtures("fault")
def test_an_answer_that_recognition_failed_to_hear_is_a_technical_failure(acme: Organization) -> None:
    deaf = said("", transcript_confidence=None, faults=[{"port": "stt", "code": "unavailable"}])
    interview = complete_interview(acme, FULL | {"q1": [deaf]})
    evaluation = score_all(acme, interview)
    assert scores(acme, interview)["q1"].status == "technical_failure"
    assert evaluation.behavioral == score_all(acme, complete_interview(acme, FULL)).behavioral


@pytest.mark.usefixtures("fault")
def test_what_is_owed_again_is_scored_once(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    score_all(acme, interview)
    before = {key: row.__dict__ | {"_state": None} for key, row in scores(acme, interview).items()}
    finalized_at = evaluation_of(acme, interview).finalized_at
    for row in scores(acme, interview).values():
        with organization_schema(acme):
            owe("score_answer", row.id, stream=interview.id)
    score_all(acme, interview)
    after = {key: row.__dict__ | {"_state": None} for key, row in scores(acme, interview).items()}
    assert after == before
    assert evaluation_of(acme, interview).finalized_at == finalized_at
    assert owed(acme, "score_answer") == []


def test_an_engine_that_is_down_is_tried_again_and_the_answer_is_scored_when_it_is_up(
    acme: Organization, fault: Fault
) -> None:
    interview = complete_interview(acme, FULL)
    fault("unavailable")
    score = run(acme, scores(acme, interview)["q1"])
    assert (score.status, score.error) == ("pending", "unavailable")
    assert waiting(acme, score).tries == 1
    fault("")
    assert run(acme, score).status == "pending"  # Not before its time.
    with time_machine.travel(waiting(acme, score).due_at, tick=False):
        assert run(acme, score).status == "scored"
    assert score.error == ""


def test_an_engine_that_stays_down_ends_as_a_technical_failure_that_lowers_nothing(
    acme: Organization, fault: Fault
) -> None:
    interview = complete_interview(acme, FULL)
    found = scores(acme, interview)
    for key in ("q2", "q3"):
        run(acme, found[key])
    fault("timeout")
    score = found["q1"]
    for _ in range(scoring.TRIES):
        assert score.status == "pending"
        with time_machine.travel(max(waiting(acme, score).due_at, timezone.now()), tick=False):
            run(acme, score)
    assert (score.status, score.score, score.error) == ("technical_failure", None, "timeout")
    evaluation = evaluation_of(acme, interview)
    assert evaluation.status == "ready"
    assert evaluation.technical is None
    assert evaluation.behavioral == int((found["q2"].score or 0) * 10)


def test_an_error_that_no_retry_mends_is_a_technical_failure_at_once(acme: Organization, fault: Fault) -> None:
    interview = complete_interview(acme, FULL)
    fault("bad_credentials")
    score = run(acme, scores(acme, interview)["q1"])
    assert (score.status, score.error) == ("technical_failure", "bad_credentials")
    assert score.id not in {row.row_id for row in owed(acme, "score_answer")}


@pytest.mark.usefixtures("fault")
def test_a_worker_killed_between_claim_and_record_is_replaced_and_can_no_longer_record(acme: Organization) -> None:
    complete_interview(acme, FULL)
    dead, score = in_hand_with_row(acme)
    assert run(acme, score).status == "pending"  # The lease holds.
    with time_machine.travel(timezone.now() + OVER, tick=False):
        assert run(acme, score).status == "scored"
    assert is_too_late(acme, score, dead)
    assert run(acme, score).status == "scored"


@pytest.mark.usefixtures("fault")
def test_a_slow_worker_whose_lease_ran_out_records_nothing_while_another_judges(acme: Organization) -> None:
    complete_interview(acme, FULL)
    slow, score = in_hand_with_row(acme)
    with time_machine.travel(timezone.now() + OVER, tick=False):
        other, same = in_hand_with_row(acme)
        assert same == score
        assert is_too_late(acme, score, slow)
        assert run(acme, score).status == "pending"
        with organization_schema(acme):
            scoring.record(score, other, status="scored", score=5)
        assert run(acme, score).status == "scored"


def in_hand_with_row(organization: Organization) -> tuple[Piece, Score]:
    piece = in_hand("score_answer")
    with organization_schema(organization):
        return piece, Score.objects.select_related("evaluation").get(id=piece.row_id)


def is_too_late(organization: Organization, score: Score, piece: Piece) -> bool:
    with organization_schema(organization), pytest.raises(LeaseLost):
        scoring.record(score, piece, status="insufficient_evidence", score=None)
    return True


@pytest.mark.usefixtures("fault")
def test_an_answer_that_kills_every_worker_is_given_up(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    score = scores(acme, interview)["q1"]
    now = timezone.now()
    for attempt in range(scoring.TRIES):
        with time_machine.travel(now + attempt * OVER, tick=False), only(row_id=score.id):
            assert in_hand("score_answer").tries == attempt + 1
    with time_machine.travel(now + scoring.TRIES * OVER, tick=False):
        assert run(acme, score).status == "technical_failure"
    assert score.error == "worker_lost"


def test_workers_take_what_is_free_and_neither_what_another_one_holds_nor_what_is_not_due_before_its_time(
    acme: Organization, fault: Fault
) -> None:
    interview = complete_interview(acme, FULL)
    found = scores(acme, interview)
    fault("unavailable")
    assert waiting(acme, run(acme, found["q2"])).tries == 1
    fault("")
    assert run(acme, found["q3"]).status == "scored"
    with only(row_id=found["q1"].id):
        in_hand("score_answer")
    work("scoring")
    assert [score.status for score in scores(acme, interview).values()].count("scored") == 1
    with time_machine.travel(timezone.now() + OVER, tick=False):
        work("scoring")
    assert [score.status for score in scores(acme, interview).values()].count("scored") == 3


@pytest.mark.usefixtures("fault")
def test_what_a_worker_left_between_the_last_score_and_the_evaluation_is_finalized_by_another(
    acme: Organization,
) -> None:
    interview = complete_interview(acme, FULL)
    leave_only_the_evaluation(acme)
    assert evaluation_of(acme, interview).status == "pending"
    work("scoring")
    assert evaluation_of(acme, interview).status == "ready"


@pytest.mark.usefixtures("fault")
def test_of_finalizers_that_race_exactly_one_wins(acme: Organization) -> None:
    """Each of them was thought dead when the next one took it."""
    interview = complete_interview(acme, FULL)
    leave_only_the_evaluation(acme)
    now, pieces = timezone.now(), []
    for attempt in range(6):
        with time_machine.travel(now + attempt * OVER, tick=False):
            pieces.append(in_hand("finalize_evaluation"))
    barrier, won = Barrier(6), []

    def race(piece: Piece) -> None:
        with organization_schema(acme):
            barrier.wait(timeout=20)
            with suppress(LeaseLost):
                finalize(piece)
                won.append(piece.tries)
        connections.close_all()

    threads = [Thread(target=race, args=(piece,)) for piece in pieces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [6], "who took it last"
    assert evaluation_of(acme, interview).status == "ready"
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]


@pytest.mark.usefixtures("fault")
def test_opening_an_evaluation_again_changes_nothing(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    with organization_schema(acme):
        before = set(Score.objects.values_list("id", flat=True))
        open_evaluation(interview)
        assert set(Score.objects.values_list("id", flat=True)) == before


@pytest.mark.usefixtures("fault")
def test_words_of_every_turn_of_a_question_are_scored_together(acme: Organization) -> None:
    interview = complete_interview(acme, FULL | {"q1": [said(WEAK), said(GOOD)]})
    score_all(acme, interview)
    assert {quote["turn"] for quote in scores(acme, interview)["q1"].evidence} == {1, 2}


@pytest.mark.usefixtures("fault")
def test_the_corrected_words_are_scored_and_a_heavy_correction_is_flagged(acme: Organization) -> None:
    corrected = said("I lead the curry plan", corrected_transcript=GOOD)
    interview = complete_interview(acme, FULL | {"q1": [corrected]})
    score_all(acme, interview)
    score = scores(acme, interview)["q1"]
    assert score.evidence[0]["quote"] in GOOD
    assert "corrected" in score.flags


@pytest.mark.usefixtures("fault")
def test_unsure_recognition_is_flagged_for_a_person_and_changes_no_score(acme: Organization) -> None:
    clear = complete_interview(acme, FULL)
    unsure = complete_interview(acme, FULL | {"q1": [said(GOOD, transcript_confidence=0.3)]})
    assert score_all(acme, clear).overall == score_all(acme, unsure).overall
    assert scores(acme, unsure)["q1"].flags == ["low_recognition_confidence"]
    assert scores(acme, unsure)["q1"].asr_confidence == pytest.approx(0.3)


@pytest.mark.usefixtures("fault")
def test_who_says_that_they_do_not_know_has_declined_and_no_engine_is_asked(acme: Organization) -> None:
    interview = complete_interview(acme, FULL | {"q1": [said("I don't know, sorry.")]})
    score_all(acme, interview)
    declined = scores(acme, interview)["q1"]
    assert (declined.status, declined.score, declined.provider) == ("declined", None, "")


@pytest.mark.usefixtures("fault")
def test_what_was_said_to_an_earlier_question_earns_nothing_and_is_pointed_out(acme: Organization) -> None:
    interview = complete_interview(acme, FULL | {"q2": [said(GOOD)], "q3": [said(f"{EXPLAINED} {GOOD}")]})
    score_all(acme, interview)
    once, again, partly = scores(acme, interview).values()
    assert (once.status, "repeated" in once.flags) == ("scored", False)
    assert (again.status, again.score, again.flags) == ("insufficient_evidence", None, ["repeated"])
    assert again.flag_evidence["repeated"][0]["quote"] == GOOD.split(". ")[0] + "."
    assert "repeated" in partly.flags
    alone = complete_interview(acme, FULL)
    score_all(acme, alone)
    assert partly.score == scores(acme, alone)["q3"].score
    assert partly.evidence == scores(acme, alone)["q3"].evidence


@pytest.mark.usefixtures("fault")
def test_an_answer_of_which_we_lost_a_part_is_not_scored_low(acme: Organization) -> None:
    lost = {"faults": [{"port": "stt", "code": "unavailable"}]}
    interview = complete_interview(acme, FULL | {"q1": [said(WEAK, **lost)], "q2": [said(AGREED, **lost)]})
    score_all(acme, interview)
    low, high, _ = scores(acme, interview).values()
    assert (low.status, low.score, low.flags) == ("technical_failure", None, ["part_lost"])
    assert (high.status, high.flags) == ("scored", ["part_lost"])


@pytest.mark.usefixtures("fault")
def test_quotes_stand_in_the_candidates_whole_words_whatever_was_masked_for_the_engine(acme: Organization) -> None:
    answer = f"My name is Jane Doe and I studied at King's College London. {GOOD}"
    interview = complete_interview(acme, FULL | {"q1": [said(answer)]}, name="Jane Doe")
    score_all(acme, interview)
    quotes = scores(acme, interview)["q1"].evidence
    assert all(answer[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)
    assert quotes[0]["quote"].startswith("My name is Jane Doe")


@pytest.mark.usefixtures("fault")
def test_two_organizations_are_scored_each_in_its_own_schema(acme: Organization, globex: Organization) -> None:
    ours, theirs = complete_interview(acme, FULL), complete_interview(globex, FULL)
    score = scores(acme, ours)["q1"]
    with organization_schema(globex):
        owe("score_answer", score.id)  # The right id in the wrong organization.
    with only(organization_id=globex.id, row_id=score.id):
        work("scoring")
    assert owed(globex, "score_answer")[-1].row_id != score.id
    assert scores(acme, ours)["q1"].status == "pending"
    score_all(acme, ours)
    assert evaluation_of(acme, ours).status == "ready"
    assert evaluation_of(globex, theirs).status == "pending"
