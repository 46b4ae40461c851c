"""Who may open an interview: whoever holds its link."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from interviewai.kernel.errors import Gone, NotFound
from interviews.models import Interview
from organizations.directory import find_organization
from organizations.models import LINK_PREFIX_LENGTH, Organization
from organizations.tenancy import organization_schema

TOKEN_LENGTH = LINK_PREFIX_LENGTH + 32


@dataclass(frozen=True)
class Pass:
    """What a valid link opens: one interview of one organization."""

    organization: Organization
    interview_id: str


def new_token(organization: Organization) -> str:
    """160 random bits behind the organization's prefix, which says where to look, not what is there."""
    return organization.link_prefix + base64.b32encode(secrets.token_bytes(20)).decode().lower()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Pass:
    """The interview that a link opens. Raises NotFound for an unknown one, Gone for one that is closed.

    A link of an interview that was completed is found for some hours more: its holder may read the last page.
    """
    readable = len(token) == TOKEN_LENGTH and token.isascii() and token.isalnum()
    organization = find_organization(link_prefix=token[:LINK_PREFIX_LENGTH]) if readable else None
    if organization is None:
        raise NotFound("This interview link is not known.", code="unknown_link")
    with organization_schema(organization):
        interview = Interview.objects.filter(token_hash=token_hash(token)).first()
    if interview is None:
        raise NotFound("This interview link is not known.", code="unknown_link")
    _refuse_closed(interview)
    return Pass(organization, interview.id)


def refuse_closed(interview: Interview, token: str) -> None:
    """For a page that is open already: its link may have been replaced, cancelled or expired since.

    Raises as `find` does.
    """
    if interview.token_hash != token_hash(token):
        raise NotFound("This interview link is not known.", code="unknown_link")
    _refuse_closed(interview)


def _open_after_end() -> timedelta:
    return timedelta(hours=settings.LINK_HOURS_AFTER_END)


def _refuse_closed(interview: Interview) -> None:
    completed = interview.status == Interview.Status.COMPLETED
    if completed and interview.completed_at and interview.completed_at <= timezone.now() - _open_after_end():
        raise Gone("This interview is finished, and its link has been closed.", code="link_used")
    if interview.status == Interview.Status.CANCELLED:
        raise Gone("This interview was cancelled.", code="link_cancelled")
    unstarted = interview.status == Interview.Status.SCHEDULED and interview.expires_at <= timezone.now()
    if unstarted or interview.status == Interview.Status.EXPIRED:
        raise Gone("This interview link has expired.", code="link_expired")
