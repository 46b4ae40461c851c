"""From the transaction of a change to a receiver in another process, and what is written of it."""

from contextlib import suppress
from datetime import timedelta

import pytest
import standardwebhooks
import time_machine
from django.db import transaction
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import listen, send, tell
from webhooks.endpoints import registration
from webhooks.event_types import EventType
from webhooks.publishing import OutsideTransaction, publish
from webhooks.signing import github_signature


def test_an_event_arrives_signed_and_is_done(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    [event_id] = tell(acme, "hello")
    send()

    [received] = listener.place.received
    assert received.event["event_id"] == event_id == received.headers["webhook-id"]
    assert received.event["data"]["message"] == "hello"
    assert received.headers["X-Webhook-Version"] == "1"
    assert (
        received.headers["X-Webhook-Signature"] == f"sha256={github_signature(received.body.encode(), listener.secret)}"
    )
    assert standardwebhooks.Webhook(listener.secret).verify(received.body, received.headers) == received.event
    [delivery] = listener.deliveries
    assert (delivery.status, delivery.attempt_count, delivery.next_attempt_at) == ("delivered", 1, None)
    [attempt] = listener.attempts
    assert (attempt.number, attempt.trigger, attempt.status_code, attempt.error) == (1, "scheduled", 200, "")
    assert attempt.response_excerpt == "thank you"
    assert listener.due == []
    assert listener.row.last_success_at is not None


def test_the_time_of_sending_stands_in_the_signed_body_and_is_new_for_each_attempt(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello")
    send()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        send()
        first, second = listener.place.received
        assert first.event["occurred_at"] == second.event["occurred_at"]
        assert first.event["sent_at"] < second.event["sent_at"]
        assert standardwebhooks.Webhook(listener.secret).verify(second.body, second.headers)


def test_what_was_rolled_back_is_never_sent(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    with organization_schema(acme), suppress(ZeroDivisionError), transaction.atomic():
        publish(EventType.PING, {"endpoint_id": "", "message": "never"}, livemode=True)
        raise ZeroDivisionError
    send()
    assert (listener.place.received, listener.deliveries, listener.due) == ([], [], [])


def test_an_event_outside_of_a_transaction_is_refused(acme: Organization) -> None:
    with organization_schema(acme), pytest.raises(OutsideTransaction):
        publish(EventType.PING, {"endpoint_id": "", "message": "never"}, livemode=True)


def test_two_organizations_hear_their_own_alone(acme: Organization, globex: Organization, receiver: Receiver) -> None:
    listeners = {organization.id: listen(organization, receiver.place()) for organization in (acme, globex)}
    for organization in (acme, globex):
        tell(organization, *(f"{organization.id} {number}" for number in range(20)))
    send()
    for organization_id, listener in listeners.items():
        told = sorted(received.event["data"]["message"] for received in listener.place.received)
        assert told == sorted(f"{organization_id} {number}" for number in range(20))
        assert {delivery.status for delivery in listener.deliveries} == {"delivered"}


def test_an_endpoint_hears_what_it_asked_for(acme: Organization, receiver: Receiver) -> None:
    deaf = listen(acme, receiver.place(), event_types=["interview.completed"])
    hearing = listen(acme, receiver.place(), event_types=["ping"])
    tell(acme, "hello")
    send()
    assert (len(deaf.place.received), len(hearing.place.received)) == (0, 1)


@pytest.mark.parametrize(
    "off", [registration.remove, lambda row: registration.disable(row, registration.Reason.MANUAL)]
)
def test_what_waits_for_an_endpoint_that_is_switched_off_or_removed_is_cancelled(
    off: object, acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    with organization_schema(acme):
        off(listener.row)  # type: ignore[operator]
    send()
    assert listener.place.received == []
    assert [delivery.status for delivery in listener.deliveries] == ["cancelled"]
    assert listener.due == []


@pytest.mark.parametrize("gone", [{"disabled_at": timezone.now()}, {"deleted_at": timezone.now()}])
def test_an_event_that_was_published_while_its_endpoint_was_switched_off_is_cancelled(
    gone: dict[str, object], acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    listener.change(**gone)
    send()
    assert listener.place.received == []
    assert [delivery.status for delivery in listener.deliveries] == ["cancelled"]
    assert listener.due == []


def test_both_secrets_sign_while_one_replaces_the_other(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    with organization_schema(acme):
        new = registration.rotate_secret(listener.row)
    tell(acme, "hello")
    send()
    with time_machine.travel(timezone.now() + registration.ROTATION_OVERLAP):
        tell(acme, "hello again")
        send()
        during, after = listener.place.received
        assert standardwebhooks.Webhook(new).verify(after.body, after.headers)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(listener.secret).verify(after.body, after.headers)
    for secret in (new, listener.secret):
        assert standardwebhooks.Webhook(secret).verify(during.body, during.headers)
    signatures = [f"sha256={github_signature(during.body.encode(), secret)}" for secret in (new, listener.secret)]
    assert during.headers["X-Webhook-Signature"] == ",".join(signatures)


def test_a_secret_that_cannot_be_opened_is_a_failed_attempt_and_keeps_nobody_waiting(
    acme: Organization, receiver: Receiver
) -> None:
    broken, whole = listen(acme, receiver.place()), listen(acme, receiver.place())
    broken.change(secret="sealed with a key that was lost")
    tell(acme, "hello")
    send()
    assert [attempt.error for attempt in broken.attempts] == ["secret_unreadable"]
    assert [delivery.status for delivery in broken.deliveries] == ["pending"]
    assert [delivery.status for delivery in whole.deliveries] == ["delivered"]
