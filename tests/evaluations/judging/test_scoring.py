"""From a completed interview to its evaluation, through tasks that may fail, repeat, die and race."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import Settings

from evaluations.finalization import finalize_if_ready
from evaluations.judging import scoring
from evaluations.models import Evaluation, Score
from evaluations.start_evaluation import open_evaluation
from evaluations.tasks import resume_scoring, score_answer
from interviews import lifecycle
from interviews.models import Interview
from interviews.scheduling.invitations import create_interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import ScriptedConfig
from tests.evaluations.interviews import GOOD, WEAK, add_turns, complete_interview, make_job, said, score_all, scores

FULL = {"q1": [said(GOOD)], "q2": [said(GOOD)], "q3": [said(GOOD)]}
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
    """One run of the task for this score."""
    score_answer(organization.id, score.id)
    with organization_schema(organization):
        score.refresh_from_db()
    return score


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
        (quote,) = score.evidence
        assert GOOD[quote["start"] : quote["end"]] == quote["quote"]
        assert (score.prompt_version, len(score.prompt_sha256)) == (1, 64)
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
    assert calls == 3  # The samples of the one answer.


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
    assert (silent.status, silent.score, silent.flags) == ("insufficient_evidence", None, ["no_answer"])
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
def test_the_task_run_twice_scores_once(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    score_all(acme, interview)
    before = {key: row.__dict__ | {"_state": None} for key, row in scores(acme, interview).items()}
    finalized_at = evaluation_of(acme, interview).finalized_at
    score_all(acme, interview)
    after = {key: row.__dict__ | {"_state": None} for key, row in scores(acme, interview).items()}
    assert after == before
    assert evaluation_of(acme, interview).finalized_at == finalized_at


def test_an_engine_that_is_down_is_tried_again_and_the_answer_is_scored_when_it_is_up(
    acme: Organization, fault: Fault
) -> None:
    interview = complete_interview(acme, FULL)
    fault("unavailable")
    score = run(acme, scores(acme, interview)["q1"])
    assert (score.status, score.attempts, score.error) == ("pending", 1, "unavailable")
    fault("")
    assert run(acme, score).status == "pending"  # Not before its time.
    with time_machine.travel(score.next_attempt_at, tick=False):
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
    for _ in range(scoring.MAX_ATTEMPTS):
        with time_machine.travel(max(score.next_attempt_at, timezone.now()), tick=False):
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
    assert (score.status, score.attempts, score.error) == ("technical_failure", 1, "bad_credentials")


@pytest.mark.usefixtures("fault")
def test_a_worker_killed_between_claim_and_record_is_replaced_and_can_no_longer_record(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    score = scores(acme, interview)["q1"]
    with organization_schema(acme):
        dead = scoring.take(score.id)
        assert dead is not None
    assert run(acme, score).status == "scoring"  # The claim holds.
    with time_machine.travel(timezone.now() + scoring.LEASE + timedelta(seconds=1), tick=False):
        assert run(acme, score).status == "scored"
    with organization_schema(acme):
        assert scoring.record(dead, {"status": "insufficient_evidence", "score": None}) is False
    assert run(acme, score).status == "scored"


@pytest.mark.usefixtures("fault")
def test_a_slow_worker_whose_claim_ran_out_records_nothing_while_another_judges(acme: Organization) -> None:
    score = scores(acme, complete_interview(acme, FULL))["q1"]
    with organization_schema(acme):
        slow = scoring.take(score.id)
        with time_machine.travel(timezone.now() + scoring.LEASE + timedelta(seconds=1), tick=False):
            other = scoring.take(score.id)
        assert slow is not None
        assert other is not None
        assert scoring.record(slow, {"status": "insufficient_evidence"}) is False
        assert scoring.record(other, {"status": "scored", "score": 5}) is True


@pytest.mark.usefixtures("fault")
def test_an_answer_that_kills_every_worker_is_given_up(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    score = scores(acme, interview)["q1"]
    now = timezone.now()
    for attempt in range(scoring.MAX_ATTEMPTS):
        with time_machine.travel(now + attempt * 2 * scoring.LEASE, tick=False), organization_schema(acme):
            assert scoring.take(score.id) is not None
    with time_machine.travel(now + (scoring.MAX_ATTEMPTS + 1) * 2 * scoring.LEASE, tick=False):
        assert run(acme, score).status == "technical_failure"


@pytest.mark.usefixtures("fault")
def test_the_sweep_finds_lost_hints_dead_workers_and_due_retries_and_nothing_else(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    found = scores(acme, interview)
    with organization_schema(acme):
        assert list(scoring.due()) == []  # Their hints are on the way.
        scoring.take(found["q1"].id)
        Score.objects.filter(id=found["q2"].id).update(attempts=1)
        assert [score.question_key for score in scoring.due()] == ["q2"]
        with time_machine.travel(timezone.now() + scoring.HINT_LOST_AFTER + timedelta(seconds=5), tick=False):
            assert {score.question_key for score in scoring.due()} == {"q2", "q3"}
        with time_machine.travel(timezone.now() + scoring.LEASE + timedelta(seconds=5), tick=False):
            assert {score.question_key for score in scoring.due()} == {"q1", "q2", "q3"}


@pytest.mark.usefixtures("fault")
def test_the_sweep_finalizes_what_a_worker_left_between_the_last_score_and_the_evaluation(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    with organization_schema(acme):
        for score in scores(acme, interview).values():
            scoring.score(score.id)
    assert evaluation_of(acme, interview).status == "pending"
    resume_scoring()
    assert evaluation_of(acme, interview).status == "ready"


@pytest.mark.usefixtures("fault")
def test_of_finalizers_that_race_exactly_one_wins(acme: Organization) -> None:
    interview = complete_interview(acme, FULL)
    with organization_schema(acme):
        for score in scores(acme, interview).values():
            scoring.score(score.id)
    evaluation_id = evaluation_of(acme, interview).id
    barrier, won = Barrier(6), []

    def race() -> None:
        with organization_schema(acme):
            barrier.wait(timeout=20)
            won.append(finalize_if_ready(evaluation_id))
        connections.close_all()

    threads = [Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 5 + [True]


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
def test_two_organizations_are_scored_each_in_its_own_schema(acme: Organization, globex: Organization) -> None:
    ours, theirs = complete_interview(acme, FULL), complete_interview(globex, FULL)
    score = scores(acme, ours)["q1"]
    score_answer(globex.id, score.id)  # The right id in the wrong organization.
    assert scores(acme, ours)["q1"].status == "pending"
    score_all(acme, ours)
    assert evaluation_of(globex, theirs).status == "pending"
