"""Who listens: endpoints are added, changed, switched off and on, removed, and given new signing secrets."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Invalid
from organizations.sealing import seal, unseal
from webhooks import owed_work
from webhooks.endpoints import alerts
from webhooks.endpoints.addresses import checked_url
from webhooks.event_types import EventType
from webhooks.models import Delivery, Endpoint
from webhooks.publishing import publish, publish_to
from webhooks.signing import new_secret

ROTATION_OVERLAP = timedelta(hours=24)
ENDPOINTS_MAX = 20
Reason = Endpoint.DisabledReason


@transaction.atomic
def create(
    url: str,
    *,
    livemode: bool,
    event_types: Sequence[str] = (),
    description: str = "",
    created_by_id: str = "",
) -> tuple[Endpoint, str]:
    """The endpoint and its signing secret, which is told here. Raises Invalid, Conflict."""
    if Endpoint.objects.filter(livemode=livemode, deleted_at=None).count() >= ENDPOINTS_MAX:
        raise Conflict(f"There may be at most {ENDPOINTS_MAX} endpoints. Remove one first.")
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        url=checked_url(url),
        livemode=livemode,
        event_types=checked_types(event_types),
        description=description,
        secret=seal(secret),
        created_by_id=created_by_id,
    )
    return endpoint, secret


def checked_types(event_types: Sequence[str]) -> list[str]:
    """Without repeats, in the order of the list of all. Raises Invalid."""
    known = [kind.value for kind in EventType]
    unknown = sorted(set(event_types) - set(known))
    if unknown:
        raise Invalid(f"There is no event {unknown[0]!r}. There are: {', '.join(known)}.", code="unknown_event_type")
    return [kind for kind in known if kind in event_types]


def change(endpoint: Endpoint, **changes: Any) -> None:
    """`url`, `event_types`, `description`. Raises Invalid."""
    if "url" in changes:
        changes["url"] = checked_url(changes["url"])
    if "event_types" in changes:
        changes["event_types"] = checked_types(changes["event_types"])
    Endpoint.objects.filter(pk=endpoint.pk).update(**changes)
    endpoint.refresh_from_db()


@transaction.atomic
def rotate_secret(endpoint: Endpoint) -> str:
    """The new secret. The old one signs beside it for ROTATION_OVERLAP; one that was already old is forgotten."""
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = new_secret()
    Endpoint.objects.filter(pk=locked.pk).update(
        secret=seal(secret),
        previous_secret=locked.secret,
        previous_secret_expires_at=timezone.now() + ROTATION_OVERLAP,
    )
    return secret


@transaction.atomic
def rotate_all(livemode: bool) -> dict[str, str]:
    """{endpoint's id: its new secret}."""
    rows = Endpoint.objects.filter(livemode=livemode, deleted_at=None).order_by("id")
    return {endpoint.id: rotate_secret(endpoint) for endpoint in rows}


def active_secrets(endpoint: Endpoint) -> list[str]:
    """The newest first."""
    secrets = [unseal(endpoint.secret)]
    if endpoint.still_rotating:
        secrets.append(unseal(endpoint.previous_secret))
    return secrets


@transaction.atomic
def disable(endpoint: Endpoint, reason: Reason) -> bool:
    """False when it was off already. Told to the other endpoints; its pending deliveries are cancelled."""
    now = timezone.now()
    changes: dict[str, Any] = {"disabled_at": now, "disabled_reason": reason}
    if reason != Reason.MANUAL:
        changes["alert_owed_at"] = now
    if not Endpoint.objects.filter(pk=endpoint.pk, disabled_at=None, deleted_at=None).update(**changes):
        return False
    cancel_pending(endpoint)
    if reason != Reason.MANUAL:
        alerts.owe_alert()
    told = {"endpoint_id": endpoint.id, "url": endpoint.url, "reason": reason.value}
    publish(EventType.WEBHOOK_ENDPOINT_DISABLED, told, livemode=endpoint.livemode)
    return True


def enable(endpoint: Endpoint) -> bool:
    """What was cancelled while it was off is sent by a replay, if it is wanted."""
    off = Endpoint.objects.filter(pk=endpoint.pk, disabled_at__isnull=False, deleted_at=None)
    return bool(off.update(disabled_at=None, disabled_reason="", first_failure_at=None, alert_owed_at=None))


@transaction.atomic
def remove(endpoint: Endpoint) -> bool:
    removed = Endpoint.objects.filter(pk=endpoint.pk, deleted_at=None).update(deleted_at=timezone.now())
    if removed:
        cancel_pending(endpoint)
    return bool(removed)


def cancel_pending(endpoint: Endpoint) -> None:
    """Locked in the order in which `recording` locks them, deliveries before what is owed of them."""
    pending = Delivery.objects.filter(endpoint_id=endpoint.pk, status=Delivery.Status.PENDING)
    locked = [delivery.id for delivery in pending.order_by("id").select_for_update(of=("self",)).only("id")]
    Delivery.objects.filter(id__in=locked).update(
        status=Delivery.Status.CANCELLED, ended_at=timezone.now(), next_attempt_at=None
    )
    owed_work.deliver_no_more(locked)


def send_ping(endpoint: Endpoint) -> Delivery:
    """A test event. Raises Conflict when the endpoint is off."""
    if endpoint.disabled_at:
        raise Conflict("This endpoint is off. Switch it on first.")
    told = {"endpoint_id": endpoint.id, "message": "If you can read this, your endpoint works."}
    return publish_to(endpoint, EventType.PING, told)
