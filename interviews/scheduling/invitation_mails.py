"""Mails that invite candidates: owed with the interview, sent by a worker, tried again with growing waits.

A worker that dies between the mail server's yes and our record sends the mail twice; none is ever lost. Test mode
writes to the organization's own members alone, and to the inbox page, where that takes the mail.
"""

from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from interviewai.kernel.mail_names import unlinkable
from interviews import owed_work
from interviews.models import Interview, InvitationMail
from interviews.scheduling.invitations import link
from organizations.budgets import daily
from organizations.owed_work.claims import Piece
from organizations.sealing import Unsealable, unseal
from organizations.tenancy import current_organization, shared_schema

log = structlog.get_logger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720)]
TRIES = len(WAITS) + 1
INBOX = "organizations.people.inbox.LocalInboxBackend"
SUBJECTS = {"invitation_mail": "Your interview", "asked_again_mail": "Part of your interview"}
Status = InvitationMail.Status


def owe(interview: Interview) -> None:
    """In the transaction that makes the interview, which keeps its token sealed until then."""
    if is_to_stranger(interview):
        InvitationMail.objects.create(interview=interview, status=Status.TEST_MODE)
    else:
        InvitationMail.objects.create(interview=interview)
        owed_work.send_invitation_mail(interview.id)


def owe_again(interview: Interview) -> None:
    """The new link of an interview whose first one was mailed."""
    test_mode = is_to_stranger(interview)
    status = Status.TEST_MODE if test_mode else Status.PENDING
    InvitationMail.objects.filter(interview=interview).update(status=status, sent_at=None)
    if not test_mode:
        owed_work.send_invitation_mail(interview.id)


def is_to_stranger(interview: Interview) -> bool:
    """Of a test, and to somebody who is no member with a confirmed address: a mail server is not asked to send it."""
    if interview.livemode or settings.EMAIL_BACKEND == INBOX:
        return False
    with shared_schema():
        members = current_organization().memberships.values("user")
        own = EmailAddress.objects.filter(user__in=members, verified=True, email__iexact=interview.candidate.email)
        return not own.exists()


def send(piece: Piece) -> None:
    """Raises whatever the mail server says that may be different later. Waits where today's mails are spent."""
    mail = _pending(piece)
    if mail is None:
        return
    if is_to_stranger(mail.interview):  # A member who has left since.
        _settle(piece, status=Status.TEST_MODE)
        return
    try:
        message = written(mail.interview)
        with daily.spending(daily.MAILS):
            message.send()
    except daily.BudgetSpent as spent:
        piece.later(spent.free_at)
    except (NothingToSay, SMTPRecipientsRefused) as error:
        log.error("invitation_mail_given_up", interview_id=mail.pk, error=type(error).__name__)
        _settle(piece, status=Status.FAILED)
    else:
        _settle(piece, status=Status.SENT, sent_at=timezone.now())


def give_up(piece: Piece) -> None:
    log.error("invitation_mail_given_up", interview_id=piece.row_id, attempt=piece.tries)
    _settle(piece, status=Status.FAILED)


def unsent() -> Iterable[tuple[str, str]]:
    """(interview, interview)"""
    pending = InvitationMail.objects.filter(status=Status.PENDING)
    return ((each, each) for each in pending.values_list("interview_id", flat=True))


def _pending(piece: Piece) -> InvitationMail | None:
    pending = InvitationMail.objects.filter(pk=piece.row_id, status=Status.PENDING)
    return pending.select_related("interview__candidate", "interview__job").first()


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
        "questions": len(interview.asked_again),
        "link": link(token),
    }
    name = "asked_again_mail" if interview.is_asked_again else "invitation_mail"
    body = render_to_string(f"interviews/{name}.txt", context)
    subject = f"{'' if interview.livemode else '[Test] '}{SUBJECTS[name]} with {organization_name}"
    return EmailMessage(subject, body, to=[interview.candidate.email])


@transaction.atomic
def _settle(piece: Piece, **changes: object) -> None:
    """The end of it: from here on nobody has to know the link of a live interview."""
    if InvitationMail.objects.filter(pk=piece.row_id, status=Status.PENDING).update(**changes):
        Interview.objects.filter(pk=piece.row_id, livemode=True).update(sealed_token="")
    piece.done()
