"""Inviting colleagues. The link goes out by mail alone, so whoever holds it has read the invited address's mail."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Gone, NotFound
from interviewai.kernel.mail_names import unlinkable
from organizations.budgets import daily
from organizations.models import Invitation, Membership, Organization, User
from organizations.people import invitation_limits
from organizations.people.invitation_limits import too_early

VALID_FOR = timedelta(days=7)
RENEWED_EVERY = timedelta(hours=1)
TOKEN_BYTES = 32


def invite(organization: Organization, email: str, role: str, invited_by: User) -> tuple[Invitation, str]:
    """The invitation and its token, which is not kept. Inviting an address again replaces its open invitation.

    Raises Conflict for a member, NotReady for an address that had enough mails, BudgetSpent.
    """
    email = email.lower()
    if organization.memberships.filter(user__email=email).exists():
        raise Conflict("This person is a member already.")
    daily.require(daily.MAILS)
    invitation_limits.count(email)
    with transaction.atomic():
        organization.invitations.filter(email=email, accepted_at=None).delete()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        invitation = organization.invitations.create(
            email=email,
            role=role,
            invited_by=invited_by,
            token_hash=token_hash(token),
            expires_at=timezone.now() + VALID_FOR,
        )
    return invitation, token


def renew(invitation: Invitation) -> str:
    """A new token and a new term; the link sent before stops working. Once an hour it may be done.

    Raises NotReady, BudgetSpent.
    """
    free_at = invitation.expires_at - VALID_FOR + RENEWED_EVERY
    if free_at > timezone.now():
        raise too_early("This invitation was sent within the last hour.", free_at)
    daily.require(daily.MAILS)
    invitation_limits.count(invitation.email)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    same = Invitation.objects.filter(pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None)
    invitation.token_hash, invitation.expires_at = token_hash(token), timezone.now() + VALID_FOR
    if not same.update(token_hash=invitation.token_hash, expires_at=invitation.expires_at):
        raise Conflict("This invitation was sent, accepted or revoked at the same moment.")
    return token


def send(invitation: Invitation, token: str) -> None:
    """Raises OSError (smtplib's errors are) if the mail server does not take the mail, BudgetSpent if somebody was sent
    the last one of today at this moment: it may be renewed at once."""
    try:
        with daily.spending(daily.MAILS):
            mail(invitation, token).send()
    except (OSError, daily.BudgetSpent):
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=invitation.expires_at - RENEWED_EVERY)
        raise


def mail(invitation: Invitation, token: str) -> EmailMessage:
    link = settings.PUBLIC_URL + reverse("organizations:accept_invitation", args=[token])
    body = render_to_string("organizations/invitation.txt", {"invitation": invitation, "link": link})
    subject = f"You are invited to {unlinkable(invitation.organization.name)}"
    return EmailMessage(subject, body, to=[invitation.email])


def find(token: str) -> Invitation:
    """Raises NotFound for an unknown or revoked link, Gone for one that is used or expired."""
    known = Invitation.objects.select_related("organization", "invited_by")
    invitation = known.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise NotFound("This invitation is not known.")
    if invitation.accepted_at is not None:
        raise Gone("This invitation has been used. Log in to reach your organization.")
    if invitation.expires_at <= timezone.now():
        raise Gone("This invitation has expired. Ask the person who invited you for a new one.")
    return invitation


def accept(invitation: Invitation, user: User) -> Membership:
    """Raises Gone if it was used, revoked or renewed meanwhile. A member keeps the role held before."""
    with transaction.atomic():
        still_open = Invitation.objects.filter(
            pk=invitation.pk, token_hash=invitation.token_hash, accepted_at=None, expires_at__gt=timezone.now()
        )
        if not still_open.update(accepted_at=timezone.now()):
            raise Gone("This invitation is no longer open.")
        membership, _ = Membership.objects.get_or_create(
            user=user, organization_id=invitation.organization_id, defaults={"role": invitation.role}
        )
    return membership


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
