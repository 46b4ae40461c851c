"""The whole way of a parent platform: it schedules, a synthetic candidate speaks, its receiver hears, results match."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.examples.receivers import LANGUAGES, Receiver, receiving
from tests.interviewai.launching import until
from tests.platform_journey.documented import DocumentedApi
from tests.platform_journey.relay import Relay, relaying
from tests.stack import Stack, running

JOB = {"title": "Backend Developer", "description": "Builds and runs web services in Python on Postgres."}
METADATA = {"application": "4711", "stage": "first"}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The tests ask for the status more often than a platform would."""
    with running({"WEBHOOK_ALLOW_INSECURE": "1", "API_REQUESTS_PER_MINUTE": "100000"}) as started:
        yield started


@pytest.fixture
def api(stack: Stack) -> DocumentedApi:
    return DocumentedApi(stack.webs[0], (stack.home / "secrets" / "demo_test_key").read_text().strip())


@contextmanager
def listening(api: DocumentedApi, language: str, output: Path) -> Iterator[tuple[Relay, Receiver]]:
    """An endpoint of the platform, whose receiver knows the secret that was told once."""
    with relaying() as relay:
        made = api.call("POST", "/webhook-endpoints", {"url": relay.url}, expect=201).body
        with receiving(language, output, made["secret"]) as receiver:
            relay.receiver_port = receiver.port
            yield relay, receiver
            api.call("DELETE", f"/webhook-endpoints/{made['id']}", expect=204)


def application() -> dict[str, Any]:
    number = secrets.token_hex(4)
    candidate = {"name": "Jane Doe", "email": f"jane-{number}@example.com", "external_id": number}
    return {"candidate": candidate, "job_description": JOB, "metadata": METADATA}


def schedule(api: DocumentedApi, wanted: dict[str, Any]) -> str:
    once = {"Idempotency-Key": f"application-{wanted['candidate']['external_id']}"}
    first, repeated = (api.call("POST", "/interviews/schedule", wanted, headers=once, expect=202) for _ in range(2))
    assert first.body == repeated.body
    assert first.body["interview_url"].startswith(api.base)
    return str(first.body["interview_id"])


def becomes(api: DocumentedApi, interview_id: str, status: str) -> None:
    until(lambda: api.call("GET", f"/interviews/{interview_id}/status").body["status"] == status, status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_platform_schedules_and_gets_the_results(api: DocumentedApi, language: str, tmp_path: Path) -> None:
    with listening(api, language, tmp_path / "output") as (relay, receiver):
        wanted = application()
        interview_id = schedule(api, wanted)
        early = api.call("GET", f"/interviews/{interview_id}/results", expect=409)
        assert (early.body["code"], int(early.headers["retry-after"]) > 0) == ("not_ready", True)

        api.call("POST", f"/sandbox/interviews/{interview_id}/complete", {"character": "strong"}, expect=202)
        becomes(api, interview_id, "completed")
        until(lambda: relay.events("interview.completed"), "the webhook")

        event = relay.events("interview.completed")[0]
        receiver.said(f"received: {event['event_id']}")
        receiver.said(f"handled: interview.completed {interview_id}")
        results = api.call("GET", f"/interviews/{interview_id}/results").body
        the_same_is_told_both_ways(event, results, wanted)
        the_interview_was_announced_before(relay, interview_id)
        a_replay_is_known_already(api, relay, receiver, event["event_id"])


def the_same_is_told_both_ways(event: dict[str, Any], results: dict[str, Any], wanted: dict[str, Any]) -> None:
    data = event["data"]
    assert event["livemode"] is False
    assert data["candidate"] == wanted["candidate"]
    assert data["metadata"] == METADATA
    assert data["scores"]["overall"] is not None
    assert data["transcript"]
    for name in ("interview_id", "scores", "recommendation", "transcript", "metadata"):
        assert data[name] == results[name], name
    assert len(data["turns"]) == len(results["turns"]) > 0
    for told, stored in zip(data["turns"], results["turns"], strict=True):
        assert {name: stored[name] for name in ("q", "a", "score", "feedback")} == {
            name: told[name] for name in ("q", "a", "score", "feedback")
        }


def the_interview_was_announced_before(relay: Relay, interview_id: str) -> None:
    started = [event for event in relay.events("interview.started") if event["data"]["interview_id"] == interview_id]
    assert len(started) == 1


def a_replay_is_known_already(api: DocumentedApi, relay: Relay, receiver: Receiver, event_id: str) -> None:
    deliveries = api.call("GET", "/deliveries").body["results"]
    delivery_id = next(each["id"] for each in deliveries if each["event_id"] == event_id)
    api.call("POST", f"/deliveries/{delivery_id}/replay", expect=202)
    receiver.said(f"known already: {event_id}")
    assert receiver.lines().count(f"received: {event_id}") == 1


def test_a_platform_hears_of_a_candidate_who_never_comes(api: DocumentedApi, tmp_path: Path) -> None:
    with listening(api, "python", tmp_path / "output") as (relay, receiver):
        interview_id = schedule(api, application())
        api.call("POST", f"/sandbox/interviews/{interview_id}/complete", {"character": "no_show"}, expect=202)
        until(lambda: relay.events("interview.expired"), "the webhook")
        receiver.said(f"handled: interview.expired {interview_id}")
        assert api.call("GET", f"/interviews/{interview_id}/status").body["status"] == "expired"
        assert not relay.events("interview.completed")
