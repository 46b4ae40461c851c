"""Both example receivers, run for real, get what our workers send and what an attacker would."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.examples.receivers import LANGUAGES, Receiver, receiving
from tests.interviewai.launching import PROJECT
from webhooks import signing

OLD, NEW, FOREIGN = (signing.new_secret() for _ in range(3))
DATA = {"interview_id": "int_1", "candidate": {"name": "Zoë Quist", "email": "zoe@example.com"}}


@pytest.fixture(scope="module", params=LANGUAGES)
def receiver(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with receiving(request.param, tmp_path_factory.mktemp("receiver") / "output", NEW) as started:
        yield started


def payload(event_id: str, **members: Any) -> str:
    known = {"schema_version": 1, "event": "interview.completed", "event_id": event_id, "data": DATA}
    return json.dumps(known | members, ensure_ascii=False)


def deliver(
    receiver: Receiver,
    event_id: str,
    *keys: str,
    sent_at: datetime | None = None,
    text: str = "",
    body: bytes = b"",
    **headers: str,
) -> int:
    """As a worker sends it. `body` is what arrives when somebody has changed it on the way."""
    moment = sent_at or datetime.now(UTC)
    sent = signing.stamped(text or payload(event_id), moment)
    signed = signing.headers(event_id, sent, moment, keys or (NEW,))
    return receiver.post(body or sent, signed | {name.replace("_", "-"): value for name, value in headers.items()})


def test_an_event_is_received_handled_and_told_without_personal_data(receiver: Receiver) -> None:
    assert deliver(receiver, "evt_good") == 204
    receiver.said("received: evt_good")
    receiver.said("handled: interview.completed int_1")
    assert not any("Quist" in line or "@" in line for line in receiver.lines())


def test_the_same_event_is_answered_again_and_handled_once(receiver: Receiver) -> None:
    assert [deliver(receiver, "evt_twice", text=payload("evt_twice", event="ping")) for _ in range(3)] == [204] * 3
    receiver.said("known already: evt_twice")
    receiver.said("handled: ping int_1")
    assert receiver.lines().count("received: evt_twice") == 1
    assert receiver.lines().count("handled: ping int_1") == 1


@pytest.mark.parametrize("keys", [(NEW, OLD), (OLD, NEW)], ids=["new first", "old first"])
def test_while_a_secret_is_rotated_either_signature_will_do(receiver: Receiver, keys: tuple[str, str]) -> None:
    assert deliver(receiver, f"evt_rotated_{keys.index(NEW)}", *keys) == 204


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [OLD, NEW], ids=["old", "new"])
def test_a_receiver_may_know_both_secrets(language: str, key: str, tmp_path: Any) -> None:
    with receiving(language, tmp_path / "output", OLD, NEW) as both:
        assert deliver(both, "evt_both", key) == 204


@pytest.mark.parametrize(
    "signature",
    ["", "v1,", "v1,AAAA", "v2,AAAA", "Ünlesbar".encode().decode("latin-1"), "v1," + "A" * 5000],
    ids=["none", "empty", "short", "another version", "not ASCII", "long"],
)
def test_a_wrong_signature_is_refused(receiver: Receiver, signature: str) -> None:
    assert deliver(receiver, "evt_wrong", webhook_signature=signature) == 400
    receiver.said("refused: signature")


def test_a_stranger_is_refused(receiver: Receiver) -> None:
    assert deliver(receiver, "evt_foreign", FOREIGN, OLD) == 400
    assert "received: evt_foreign" not in receiver.lines()


def test_a_body_that_was_changed_on_the_way_is_refused(receiver: Receiver) -> None:
    assert deliver(receiver, "evt_changed", body=b'{"event_id":"evt_changed"}') == 400


def test_an_id_that_was_changed_on_the_way_is_refused(receiver: Receiver) -> None:
    assert deliver(receiver, "evt_id", webhook_id="evt_other") == 400


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_request_from_another_time_is_refused(receiver: Receiver, minutes: int) -> None:
    assert deliver(receiver, "evt_late", sent_at=datetime.now(UTC) + timedelta(minutes=minutes)) == 400
    receiver.said("refused: time")


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clocks_may_differ_by_a_few_minutes(receiver: Receiver, minutes: int) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    assert deliver(receiver, f"evt_skewed_{minutes}", sent_at=moment) == 204


def test_an_old_body_does_not_pass_with_a_new_timestamp(receiver: Receiver) -> None:
    """The time of sending stands in the signed body too."""
    now = datetime.now(UTC)
    body = signing.stamped(payload("evt_old"), now - timedelta(hours=1))
    assert receiver.post(body, signing.headers("evt_old", body, now, [NEW])) == 400


@pytest.mark.parametrize("text", ["[]", "{}", "null", "7", "{", '{"sent_at": 7}', '{"sent_at": "yesterday"}'])
def test_what_cannot_be_read_is_refused_and_ends_nothing(receiver: Receiver, text: str) -> None:
    body, now = text.encode(), datetime.now(UTC)
    assert receiver.post(body, signing.headers("evt_odd", body, now, [NEW])) == 400
    assert deliver(receiver, f"evt_after_{len(text)}") == 204


def test_a_request_without_any_header_of_ours_is_refused(receiver: Receiver) -> None:
    assert receiver.post(b"{}", {}) == 400


def test_a_body_of_many_megabytes_is_refused(receiver: Receiver) -> None:
    try:
        assert deliver(receiver, "evt_giant", body=b"x" * 8 * 1024 * 1024) == 400
    except OSError:  # It answered and closed before the whole body was sent: as good a refusal.
        receiver.said("refused: signature")
    assert deliver(receiver, "evt_after_the_giant") == 204


@pytest.mark.parametrize("name", ["receiver.py", "receiver.mjs"])
def test_an_example_is_read_in_two_minutes(name: str) -> None:
    assert len((PROJECT / "examples" / name).read_text().splitlines()) < 60
