"""Mails that invite candidates: owed with the interview, sent by a worker, tried again with growing waits.

A worker that dies between the mail server's yes and our record sends the mail twice; none is ever lost.
"""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from interviewai.kernel.mail_names import unlinkable
from interviews import hints
from interviews.models import Interview, InvitationMail
from interviews.scheduling.invitations import link
from organizations.sealing import Unsealable, unseal
from organizations.tenancy import current_organization

log = structlog.get_logger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720)]
ATTEMPTS_MAX = len(WAITS) + 1
LEASE = timedelta(seconds=60)  # Several times EMAIL_TIMEOUT.
SENT_AT_ONCE = 200
Status = InvitationMail.Status


def owe(interview: Interview) -> None:
    """In the transaction that makes the interview, which keeps its token sealed until then."""
    InvitationMail.objects.create(interview=interview)
    hints.send_invitation_mail(interview.id)


def due(now: datetime) -> list[str]:
    """Interviews whose mail no worker has in its hands."""
    waiting = InvitationMail.objects.filter(_free(now), status=Status.PENDING, next_attempt_at__lte=now)
    return list(waiting.order_by("next_attempt_at").values_list("interview_id", flat=True)[:SENT_AT_ONCE])


def send(interview_id: str) -> bool:
    """Whether this call sent it. Does nothing when it was sent, waits, or is in another worker's hands."""
    claimed_at = _claim(interview_id)
    if claimed_at is None:
        return False
    mail = InvitationMail.objects.select_related("interview__candidate", "interview__job").get(pk=interview_id)
    try:
        if mail.attempts > ATTEMPTS_MAX:
            raise NothingToSay("each worker that took it died")
        written(mail.interview).send()
    except (NothingToSay, SMTPRecipientsRefused) as error:
        _give_up(mail, claimed_at, error)
    except Exception as error:
        _after_failure(mail, claimed_at, error)
    else:
        _settle(mail, claimed_at, status=Status.SENT, sent_at=timezone.now())
        return True
    return False


class NothingToSay(ValueError):
    """The interview is over, its link can no longer be read, or it must not be tried any more."""


def written(interview: Interview) -> EmailMessage:
    """Raises NothingToSay."""
    if interview.status not in (Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS):
        raise NothingToSay("over")
    try:
        token = unseal(interview.sealed_token)
    except Unsealable as error:
        raise NothingToSay("no link") from error
    organization_name = unlinkable(current_organization().name)
    context = {
        "interview": interview,
        "organization_name": organization_name,
        "minutes": interview.time_budget_s // 60,
        "link": link(token),
    }
    body = render_to_string("interviews/invitation_mail.txt", context)
    subject = f"{'' if interview.livemode else '[Test] '}Your interview with {organization_name}"
    return EmailMessage(subject, body, to=[interview.candidate.email])


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)


def _claim(interview_id: str) -> datetime | None:
    now = timezone.now()
    waiting = InvitationMail.objects.filter(
        _free(now), pk=interview_id, status=Status.PENDING, next_attempt_at__lte=now
    )
    return now if waiting.update(claimed_at=now, attempts=F("attempts") + 1) else None


def _after_failure(mail: InvitationMail, claimed_at: datetime, error: Exception) -> None:
    if mail.attempts >= ATTEMPTS_MAX:
        _give_up(mail, claimed_at, error)
        return
    log.warning("invitation_mail_failed", interview_id=mail.pk, attempt=mail.attempts, error=type(error).__name__)
    next_attempt_at = timezone.now() + WAITS[mail.attempts - 1]
    _ours(mail, claimed_at).update(claimed_at=None, next_attempt_at=next_attempt_at)


def _give_up(mail: InvitationMail, claimed_at: datetime, error: Exception) -> None:
    log.error("invitation_mail_given_up", interview_id=mail.pk, attempt=mail.attempts, error=type(error).__name__)
    _settle(mail, claimed_at, status=Status.FAILED)


@transaction.atomic
def _settle(mail: InvitationMail, claimed_at: datetime, **changes: object) -> None:
    """The end of it: from here on nobody has to know the link of a live interview."""
    if _ours(mail, claimed_at).update(**changes):
        Interview.objects.filter(pk=mail.pk, livemode=True).update(sealed_token="")


def _ours(mail: InvitationMail, claimed_at: datetime) -> QuerySet[InvitationMail]:
    return InvitationMail.objects.filter(pk=mail.pk, status=Status.PENDING, claimed_at=claimed_at)
