"""API keys: `iai_live_<32 characters of base 62><6 of checksum>`, told once, kept as a hash.

The checksum (CRC32, as GitHub's keys have it) tells a mistyped key from a revoked one without a look into the database,
and lets scanners for leaked secrets recognize ours.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Invalid
from organizations.models import ApiKey, Organization, User
from organizations.tenancy import shared_schema

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM_LENGTH, CHECKSUM_LENGTH = 32, 6
FORM = re.compile(
    rf"(?P<rest>iai_(?:live|test)_[0-9A-Za-z]{{{RANDOM_LENGTH}}})(?P<checksum>[0-9A-Za-z]{{{CHECKSUM_LENGTH}}})"
)
ROTATION_OVERLAP = timedelta(hours=24)
KEYS_MAX = 50
USE_NOTED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    INTERVIEWS_READ = "interviews:read"
    INTERVIEWS_WRITE = "interviews:write"
    RESULTS_READ = "results:read"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    USAGE_READ = "usage:read"


class UnusableKey(Exception):
    """The message is for whoever sent it."""


def create(
    organization: Organization,
    *,
    name: str,
    livemode: bool,
    scopes: Iterable[str],
    created_by: User | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """The row and the key itself, which is told here once. Raises Conflict when there are too many, Invalid."""
    wanted = [scope.value for scope in Scope if scope in set(scopes)]
    if not wanted:
        raise Invalid("Choose at least one thing that the key may do.")
    key = new_key(livemode)
    with shared_schema(), transaction.atomic():
        if usable(organization).count() >= KEYS_MAX:
            raise Conflict(f"An organization may have at most {KEYS_MAX} keys. Revoke one first.")
        row = ApiKey.objects.create(
            organization=organization,
            name=name,
            livemode=livemode,
            scopes=wanted,
            key_hash=key_hash(key),
            last_four=key[-4:],
            created_by=created_by,
            expires_at=expires_at,
        )
    return row, key


def rotate(old: ApiKey, *, rotated_by: User | None = None) -> tuple[ApiKey, str]:
    """A new key with the same rights and, from now, the same term; the old one works on for ROTATION_OVERLAP.

    Raises Conflict for a dead key.
    """
    now = timezone.now()
    with shared_schema(), transaction.atomic():
        locked = ApiKey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=old.pk)
        if not is_usable(locked, now) or locked.replaced_by_id:
            raise Conflict("This key was revoked, has expired or was rotated before.")
        new, key = create(
            locked.organization,
            name=locked.name,
            livemode=locked.livemode,
            scopes=locked.scopes,
            created_by=rotated_by,
            expires_at=locked.expires_at and now + (locked.expires_at - locked.created_at),
        )
        ends_at = min(filter(None, (locked.expires_at, now + ROTATION_OVERLAP)))
        ApiKey.objects.filter(pk=locked.pk).update(expires_at=ends_at, replaced_by=new)
    return new, key


def revoke(key: ApiKey) -> bool:
    """At once."""
    with shared_schema():
        return bool(ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()))


def find(key: str) -> ApiKey:
    """The row with its organization. Raises UnusableKey."""
    form = FORM.fullmatch(key)
    if not form or not hmac.compare_digest(checksum(form["rest"]), form["checksum"]):
        raise UnusableKey("This is no API key: it looks like iai_live_... or iai_test_..., or it was cut or mistyped.")
    now = timezone.now()
    with shared_schema():
        try:
            row = ApiKey.objects.select_related("organization").get(key_hash=key_hash(key), revoked_at=None)
        except ApiKey.DoesNotExist:
            raise UnusableKey("This API key is not known, or was revoked.") from None
        if not is_usable(row, now):
            raise UnusableKey("This API key has expired.")
        _note_use(row, now)
    return row


def usable(organization: Organization) -> QuerySet[ApiKey]:
    alive = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ApiKey.objects.filter(alive, organization=organization, revoked_at=None)


def numbers_by_creator(organization: Organization) -> dict[str, int]:
    """User's id -> how many keys end with their membership."""
    numbers = usable(organization).exclude(created_by=None).order_by().values_list("created_by").annotate(Count("pk"))
    return dict(numbers)


def is_usable(key: ApiKey, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def prefix(livemode: bool) -> str:
    return "iai_live_" if livemode else "iai_test_"


def new_key(livemode: bool) -> str:
    rest = prefix(livemode) + "".join(secrets.choice(BASE62) for _ in range(RANDOM_LENGTH))
    return rest + checksum(rest)


def checksum(text: str) -> str:
    number, digits = zlib.crc32(text.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(BASE62))
        digits = BASE62[digit] + digits
    return digits


def key_hash(key: str) -> str:
    """A key has 190 random bits, so a fast hash is enough; the pepper makes a stolen table useless for guessing."""
    return hmac.new(settings.API_KEY_PEPPER.encode(), key.encode(), hashlib.sha256).hexdigest()


def _note_use(row: ApiKey, now: datetime) -> None:
    """Not more than once a minute: a row that each request changes would be a queue that all of them stand in."""
    if row.last_used_at is None or row.last_used_at < now - USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=row.pk).update(last_used_at=now)
