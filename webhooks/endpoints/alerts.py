"""The owners are told when deliveries are given up or an endpoint is switched off: one mail, at most one an hour."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from interviewai.kernel.mail_names import unlinkable
from organizations.budgets import daily
from organizations.models import Membership, Organization, Role
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe
from organizations.tenancy import current_organization, shared_schema
from webhooks.endpoints.attention import Trouble, examined
from webhooks.models import Endpoint

logger = logging.getLogger(__name__)

AT_MOST_EVERY = timedelta(hours=1)
AGAIN_AFTER = timedelta(seconds=30)
GIVEN_UP_AFTER = timedelta(hours=48)  # As long as a delivery is tried; the trouble stands on the owners' pages.


def owe_alert(due_at: datetime | None = None) -> None:
    """In the transaction that notes trouble: one mail for all endpoints of the organization."""
    owe("alert_owners", current_organization().id, due_at=due_at)


def send_owed(piece: Piece) -> None:
    """A claim that a dead process leaves is taken again after AT_MOST_EVERY."""
    now = timezone.now()
    give_up_deadly(now)
    try:
        send_claimed(now)
    except daily.BudgetSpent as spent:
        piece.later(spent.free_at)
    else:
        look_again(piece, now)


def look_again(piece: Piece, now: datetime) -> None:
    """As long as somebody has to be told of something."""
    rest = Endpoint.objects.filter(alert_owed_at__isnull=False, deleted_at=None).values_list("alerted_at", flat=True)
    moments = [told_at + AT_MOST_EVERY if told_at else now for told_at in rest]
    if moments:
        piece.later(max(min(moments), now + AGAIN_AFTER))


def leave_for_later(piece: Piece) -> None:
    piece.later(timezone.now() + AT_MOST_EVERY)


def unsent() -> Iterable[tuple[str, str]]:
    """(organization, "")"""
    if Endpoint.objects.filter(alert_owed_at__isnull=False, deleted_at=None).exists():
        yield current_organization().id, ""


def send_claimed(now: datetime) -> None:
    """Raises BudgetSpent, with everything handed back."""
    claimed = [endpoint for endpoint in owed(now) if claim(endpoint, now)]
    if not claimed:
        return
    try:
        tell_owners(examined(Endpoint.objects.filter(id__in=[endpoint.id for endpoint in claimed])))
    except Exception as error:  # its text may hold addresses
        logger.warning("a webhook alert could not be sent: %s", type(error).__name__)
        for endpoint in claimed:
            hand_back(endpoint, now)
        if isinstance(error, daily.BudgetSpent):
            raise
        return
    for endpoint in claimed:
        same = Endpoint.objects.filter(pk=endpoint.pk, alert_owed_at=endpoint.alert_owed_at)
        same.update(alert_owed_at=None)


def owed(now: datetime) -> QuerySet[Endpoint]:
    quiet = Q(alerted_at=None) | Q(alerted_at__lte=now - AT_MOST_EVERY)
    return Endpoint.objects.filter(quiet, alert_owed_at__isnull=False, deleted_at=None).order_by("id")


def hand_back(endpoint: Endpoint, now: datetime) -> None:
    """For the next look, or given up."""
    same = Endpoint.objects.filter(pk=endpoint.pk, alerted_at=now)
    if endpoint.alert_owed_at and endpoint.alert_owed_at <= now - GIVEN_UP_AFTER:
        logger.error("a webhook alert is given up: no mail could be sent")
        same.update(alert_owed_at=None)
    else:
        same.update(alerted_at=endpoint.alerted_at)


def give_up_deadly(now: datetime) -> None:
    """Claimed since it was owed, neither sent nor handed back for so long: each worker that took it died."""
    late = Endpoint.objects.filter(alert_owed_at__lte=now - GIVEN_UP_AFTER, alerted_at__gte=F("alert_owed_at"))
    if late.filter(alerted_at__lte=now - AT_MOST_EVERY).update(alert_owed_at=None):
        logger.error("a webhook alert is given up: each worker that took it died")


def claim(endpoint: Endpoint, now: datetime) -> bool:
    unclaimed = Endpoint.objects.filter(
        pk=endpoint.pk, alerted_at=endpoint.alerted_at, alert_owed_at=endpoint.alert_owed_at
    )
    return bool(unclaimed.update(alerted_at=now))


def tell_owners(troubles: Sequence[Trouble]) -> None:
    """To each by a mail of their own. Raises OSError when they are not taken, BudgetSpent."""
    organization = current_organization()
    body = render_to_string(
        "webhooks/alert.txt", {"organization": organization, "troubles": troubles, "link": link(organization)}
    )
    subject = f"Webhooks of {unlinkable(organization.name)} need you"
    mails = [EmailMessage(subject, body, to=[address]) for address in owners(organization)]
    with daily.spending(daily.MAILS, len(mails)):
        get_connection().send_messages(mails)


def owners(organization: Organization) -> list[str]:
    with shared_schema():
        members = Membership.objects.filter(organization=organization, role=Role.OWNER, user__is_active=True)
        return list(members.values_list("user__email", flat=True))


def link(organization: Organization) -> str:
    return f"{settings.PUBLIC_URL}/o/{organization.slug}/settings/webhooks/"
