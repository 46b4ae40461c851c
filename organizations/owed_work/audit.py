"""A slow walk through the organizations, for what the index has missed. It expects to find nothing.

The index is written with each change, so a gap is a fault of ours, or of somebody who restored a part of a backup.
"""

from collections.abc import Iterable
from itertools import islice

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from organizations.models import Organization
from organizations.owed_work.kinds import KINDS, Outstanding
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe_all
from organizations.tenancy import current_organization, organization_schema, shared_schema

log = structlog.get_logger(__name__)

ORGANIZATIONS_AT_ONCE = 10
ROWS_AT_ONCE = 500
CURSOR = "owed-work:audited"


def walk() -> int:
    """The next few organizations in the order of their ids: how many rows were missing."""
    organizations = list(Organization.objects.filter(id__gt=_cursor()).order_by("id")[:ORGANIZATIONS_AT_ONCE])
    missed = sum(_audit_safely(organization) for organization in organizations)
    _remember(organizations[-1].id if len(organizations) == ORGANIZATIONS_AT_ONCE else "")
    return missed


def audit(organization: Organization) -> int:
    with organization_schema(organization):
        return sum(mend(name, kind.outstanding) for name, kind in KINDS.items())


def mend(kind: str, outstanding: Outstanding) -> int:
    """In the organization's schema: owes what is missing of these, and tells how many.

    What is missing has to be outstanding still when it is looked at again: it may just have been done.
    """
    missing = _missing(kind, outstanding)
    if missing:
        missing = {row_id: stream for row_id, stream in outstanding() if row_id in missing}
    if missing:
        owe_all(kind, missing)
        log.error("owed_work_missed", kind=kind, count=len(missing), organization_id=current_organization().id)
    return len(missing)


def _missing(kind: str, outstanding: Outstanding) -> dict[str, str]:
    """The first ones, by the hundred."""
    rows = iter(outstanding())
    while batch := dict(islice(rows, ROWS_AT_ONCE)):
        if missing := batch.keys() - _owed(kind, batch):
            return {row_id: batch[row_id] for row_id in missing}
    return {}


def _owed(kind: str, row_ids: Iterable[str]) -> set[str]:
    organization_id = current_organization().id
    with shared_schema():
        owed = OwedWork.objects.filter(organization_id=organization_id, kind=kind, row_id__in=list(row_ids))
        return set(owed.values_list("row_id", flat=True))


def _audit_safely(organization: Organization) -> int:
    try:
        return audit(organization)
    except Exception as error:  # One organization's failure keeps none of the others from its turn.
        log.error("owed_work_not_audited", organization_id=organization.id, error=type(error).__name__)
        return 0


def _cursor() -> str:
    try:
        return cache.get(CURSOR) or ""
    except (RedisError, OSError):
        return ""


def _remember(organization_id: str) -> None:
    try:
        cache.set(CURSOR, organization_id, timeout=None)
    except (RedisError, OSError) as error:
        log.warning("owed_work_audit_forgot_its_place", error=type(error).__name__)
