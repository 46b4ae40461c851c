import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from evaluations import event_data
from evaluations.loading import get_interview, read
from evaluations.models import Evaluation, Score
from evaluations.platform_api.serializers import InterviewResultsOutput
from evaluations.start_evaluation import try_again
from interviews.models import Interview, Segment
from interviews.recordings.links import SIGNER, recording_link
from organizations.models import Organization
from organizations.owed_work.owing import owe
from organizations.platform_api.keys import Scope
from organizations.tenancy import organization_schema, storage_key
from tests.evaluations.holding import held_interview
from tests.evaluations.interviews import AGREED, GOOD, WEAK, complete_interview, said, score_all
from tests.owed_work import owed, work
from tests.parent_platform import Platform, assert_problem
from tests.webhooks.sending import event_types
from webhooks.endpoints import registration
from webhooks.event_types import EventType, InterviewCompleted, checked
from webhooks.models import Delivery, Event

AUDIO = bytes(range(256)) * 4


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


@pytest.fixture
def completed(acme: Organization) -> Interview:
    interview = complete_interview(acme, {"q1": [said(GOOD), said("And I measure.")], "q2": [said(WEAK)]}, name="Anna")
    with organization_schema(acme):
        Interview.objects.update(metadata={"application": "1"}, redirect_url="https://ats.example.com/")
        interview.candidate.__class__.objects.update(external_id="app-1")
        record(acme, interview)
    return interview


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def record(organization: Organization, interview: Interview) -> None:
    """A recording of each answer."""
    for turn in interview.turns.all():
        name = storage_key(organization, "recordings", interview.id, turn.id)
        Segment.objects.create(
            interview=interview, turn=turn, sequence=0, storage_key=default_storage.save(name, ContentFile(AUDIO)),
            size_bytes=len(AUDIO), duration_ms=900, content_type="audio/webm", sha256="0" * 64,
        )  # fmt: skip


def payloads(organization: Organization) -> list[dict[str, Any]]:
    with organization_schema(organization):
        return [json.loads(event.payload) for event in Event.objects.order_by("occurred_at", "id")]


def results_of(platform: Platform, interview: Interview) -> Any:
    return platform.get(f"interviews/{interview.id}/results")


def test_results_are_not_ready_until_the_interview_is_taken_and_scored(
    acme: Organization, platform: Platform, completed: Interview
) -> None:
    response = results_of(platform, completed)
    assert_problem(response, 409, "not_ready")
    assert response["Retry-After"] == "10"
    with organization_schema(acme):
        Interview.objects.update(status="in_progress", completed_at=None)
    response = results_of(platform, completed)
    assert_problem(response, 409, "not_ready")
    assert response["Retry-After"] == "15"
    with organization_schema(acme):
        Interview.objects.update(status="expired")
    response = results_of(platform, completed)
    assert_problem(response, 409, "no_results")
    assert "Retry-After" not in response


def test_results_have_the_shape_of_the_document_and_say_the_same_as_the_event(
    acme: Organization, platform: Platform, completed: Interview
) -> None:
    score_all(acme, completed)
    answer = results_of(platform, completed)
    assert answer.status_code == 200
    document = answer.json()
    (event,) = [each for each in payloads(acme) if each["event"] == "interview.completed"]
    data = event["data"]
    assert (event["schema_version"], event["livemode"], document["livemode"]) == (1, True, True)
    assert event["event_id"].startswith("evt_")
    assert data["candidate"] == {"name": "Anna", "email": "candidate@example.com", "external_id": "app-1"}
    assert set(data["scores"]) == {"overall", "technical", "behavioral", "communication"}
    assert {"q", "a", "score", "feedback"} <= set(data["turns"][0])
    assert data["turns"][0]["a"] == f"{GOOD}\nAnd I measure."
    assert 0 <= data["turns"][0]["score"] <= 10
    assert data["turns"][2]["score"] is None
    assert GOOD in data["transcript"]
    assert len(data["artifacts"]["audio_urls"]) == 3
    assert data["truncated"] == []
    for name in set(data) - {"turns", "artifacts", "truncated"}:
        assert document[name] == data[name], name
    for detailed, brief in zip(document["turns"], data["turns"], strict=True):
        assert {name: detailed[name] for name in brief} == brief
    assert document["metadata"] == {"application": "1"}
    assert document["completed_at"].endswith("Z")
    assert platform.get(f"{urlsplit(data['results_url']).path}").json()


def names(serializer: Any) -> dict[str, Any]:
    """The members that the reference page tells of, as deep as they go."""
    inner = getattr(serializer, "child", serializer)
    return {name: names(field) for name, field in getattr(inner, "fields", {}).items()}


def members(value: Any, declared: Mapping[str, Any]) -> None:
    if isinstance(value, list):
        for each in value:
            members(each, declared)
    elif isinstance(value, dict) and declared:
        assert set(value) == set(declared)
        for name, inner in value.items():
            members(inner, declared[name])


def test_the_document_has_just_the_members_that_are_documented(
    acme: Organization, platform: Platform, completed: Interview
) -> None:
    score_all(acme, completed)
    members(results_of(platform, completed).json(), names(InterviewResultsOutput()))


def test_a_held_score_is_told_with_its_reason_and_counts_nothing(acme: Organization, platform: Platform) -> None:
    interview = held_interview(acme)
    document = results_of(platform, interview).json()
    members(document, names(InterviewResultsOutput()))
    assert (document["recommendation"], document["tie_with"]) == ("needs_review", None)
    assert document["ranges"]["overall"] == {"low": 30, "high": 75}
    assert document["scores"]["technical"] == 20
    assert document["margin"] > 0
    held, scored = document["turns"][:2]
    assert (held["status"], held["score"], held["engine_score"], held["coverage"]) == ("needs_review", None, 9.0, 2.0)
    assert (held["held_because"], held["review"]) == (["above_coverage"], None)
    assert len(held["samples"]) == 3
    assert (scored["score"], scored["engine_score"], scored["held_because"]) == (6.0, 6.0, [])


def test_what_is_lacking_is_told_with_the_questions(acme: Organization, platform: Platform) -> None:
    interview = complete_interview(acme, {"q1": [said(GOOD)], "q2": [said(AGREED)]})
    score_all(acme, interview)
    document = results_of(platform, interview).json()
    kind = {"what": "kind", "kind": "communication", "question_keys": ["q3"], "ours": True}
    assert document["lacking"] == [kind, kind | {"what": "share", "kind": None}]
    assert payloads(acme)[0]["data"]["lacking"] == document["lacking"]
    assert document["recommendation"] == "insufficient_evidence"


def test_the_event_is_written_once_with_its_deliveries_however_often_the_workers_run(
    acme: Organization, completed: Interview
) -> None:
    with organization_schema(acme):
        registration.create("https://ats.example.com/hooks", livemode=True)
        registration.create("https://ats.example.com/tests", livemode=False)
    evaluation = score_all(acme, completed)
    for _ in range(3):
        with organization_schema(acme):
            owe("finalize_evaluation", evaluation.id)
        work("scoring")
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]
        assert list(Delivery.objects.values_list("event__type", flat=True)) == ["interview.completed"]


def test_an_evaluation_whose_event_cannot_be_written_is_not_finalized(
    acme: Organization, completed: Interview, caplog: pytest.LogCaptureFixture
) -> None:
    with organization_schema(acme):
        Interview.objects.update(metadata={"application": {"secret": "of Anna"}})
    score_all(acme, completed)
    assert "owed_work_failed" in caplog.text
    assert "of Anna" not in caplog.text, "what is refused is personal data"
    (waiting,) = owed(acme, "finalize_evaluation")
    with organization_schema(acme):
        assert Evaluation.objects.get().status == "pending"
        assert event_types() == []
        Interview.objects.update(metadata={})
    with time_machine.travel(waiting.due_at, tick=False):
        work("scoring")
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]


def test_scoring_again_tells_of_an_update_with_the_next_revision(acme: Organization, completed: Interview) -> None:
    score_all(acme, completed)
    with organization_schema(acme):
        Score.objects.filter(question_key="q1").update(status="technical_failure", score=None, error="timeout")
        try_again(completed)
    score_all(acme, completed)
    told_of = [(each["event"], each["data"]["evaluation_revision"]) for each in payloads(acme)]
    assert told_of == [("interview.completed", 1), ("evaluation.updated", 2)]


def test_recomputing_tells_of_the_rows_that_it_changes_and_of_no_others(
    acme: Organization, completed: Interview
) -> None:
    evaluation = score_all(acme, completed)
    call_command("recompute_evaluations", organization=acme.slug, stdout=StringIO())
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]
        Evaluation.objects.filter(id=evaluation.id).update(overall=99)
    call_command("recompute_evaluations", organization=acme.slug, stdout=StringIO())
    assert payloads(acme)[1]["event"] == "evaluation.updated"
    assert payloads(acme)[1]["data"]["scores"]["overall"] == evaluation.overall


@pytest.mark.parametrize(
    ("said_in_kib", "left_out"),
    [(10, []), (200, ["transcript"]), (300, ["transcript", "turns.a"])],
)
def test_a_body_that_would_be_too_large_says_what_was_left_out(
    acme: Organization, platform: Platform, completed: Interview, said_in_kib: int, left_out: list[str]
) -> None:
    score_all(acme, completed)
    with organization_schema(acme):
        completed.turns.filter(question_key="q1").update(transcript="ä" * (said_in_kib * 1024 // 4))
        completed.turns.filter(question_key="q1").update(typed_text="")
        data = event_data.fitting(event_data.completed(read(get_interview(completed.id))))
        assert InterviewCompleted.model_validate(data)
        assert data["truncated"] == left_out
        assert event_data.size_bytes(checked(EventType.INTERVIEW_COMPLETED, data)) <= 250 * 1024
    assert "transcript" not in left_out or data["transcript"] is None
    assert results_of(platform, completed).json()["transcript"].count("ä") == said_in_kib * 1024 // 4 * 2


def test_even_the_largest_interview_fits() -> None:
    turn = {"q": "ä" * 1000, "a": "ä" * 50_000, "feedback": "ä" * 2000}
    data = {"transcript": "ä" * 500_000, "turns": [turn] * 30, "artifacts": {"audio_urls": ["https://x/" * 30] * 2000}}
    fitting = event_data.fitting(data)
    assert event_data.size_bytes(fitting) <= 250 * 1024
    assert fitting["truncated"] == ["transcript", "turns.a", "artifacts.audio_urls"]


def test_the_status_tells_how_far_it_is(acme: Organization, platform: Platform, completed: Interview) -> None:
    path = f"interviews/{completed.id}/status"
    status = platform.get(path).json()
    assert (status["status"], status["metadata"]) == ("completed", {"application": "1"})
    assert status["progress"] == {"questions_total": 3, "questions_asked": 2}
    assert status["evaluation"] == {"status": "pending", "revision": 1, "finalized_at": None}
    score_all(acme, completed)
    assert platform.get(path).json()["evaluation"]["status"] == "ready"


def test_results_of_another_organization_or_mode_are_not_there_and_need_a_scope(
    acme: Organization, globex: Organization, completed: Interview
) -> None:
    score_all(acme, completed)
    for stranger in (Platform.of(globex), Platform.of(acme, livemode=False)):
        assert_problem(results_of(stranger, completed), 404, "not_found")
        assert_problem(stranger.get(f"interviews/{completed.id}/status"), 404, "not_found")
    assert_problem(results_of(Platform.of(acme, scopes=(Scope.INTERVIEWS_READ,)), completed), 403, "missing_scope")


def test_a_recordings_address_opens_for_its_time_without_a_login(
    acme: Organization, platform: Platform, completed: Interview, clock: time_machine.Traveller
) -> None:
    score_all(acme, completed)
    path = urlsplit(results_of(platform, completed).json()["artifacts"]["audio_urls"][0]).path
    whole = Client().get(path)
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, AUDIO, "audio/webm")
    part = Client().get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, AUDIO[10:20])
    assert Client().get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    clock.shift(timedelta(hours=71))
    assert Client().get(path).status_code == 200
    clock.shift(timedelta(hours=2))
    assert Client().get(path).status_code == 410


def test_a_recordings_address_names_its_organization(
    acme: Organization, globex: Organization, completed: Interview
) -> None:
    with organization_schema(acme):
        segment_id = Segment.objects.values_list("id", flat=True)[0]
    with organization_schema(globex):
        elsewhere = urlsplit(recording_link(segment_id)).path
    assert Client().get(elsewhere).status_code == 404
    for forged in (f"{acme.id}.{segment_id}", SIGNER.sign(f"org_unknown.{segment_id}"), "x:y:z"):
        assert Client().get(f"/recordings/{forged}").status_code == 404
