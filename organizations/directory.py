"""Finding an organization by what an address or a task says of it. Remembered for a short time: rows hardly change."""

import threading
import time

from organizations.models import Organization

REMEMBERED_S = 30.0
REMEMBERED_MAX = 10_000

_found: dict[tuple[str, str], tuple[float, Organization]] = {}
_lock = threading.Lock()


def find_organization(*, slug: str = "", link_prefix: str = "", organization_id: str = "") -> Organization | None:
    """By exactly one of the three. Unknown ones are not remembered: a new organization is found at once."""
    asked = {"slug": slug, "link_prefix": link_prefix, "id": organization_id}
    field, value = next((field, value) for field, value in asked.items() if value)
    remembered = _found.get((field, value))
    if remembered and remembered[0] > time.monotonic():
        return remembered[1]
    organization = Organization.objects.filter(**{field: value}).first()
    if organization:
        remember(field, value, organization)
    return organization


def remember(field: str, value: str, organization: Organization) -> None:
    with _lock:
        if len(_found) >= REMEMBERED_MAX:
            _found.clear()
        _found[field, value] = (time.monotonic() + REMEMBERED_S, organization)


def forget_organizations() -> None:
    with _lock:
        _found.clear()
