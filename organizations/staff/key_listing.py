"""API keys as their page shows them: what is left of the text, what they may do, and whether they still work."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from organizations.models import ApiKey, Organization
from organizations.platform_api.keys import Scope, is_usable, prefix
from organizations.staff.key_forms import WORDS

ENDED_SHOWN = 20


@dataclass(frozen=True)
class ListedKey:
    row: ApiKey
    now: datetime

    @property
    def masked(self) -> str:
        return f"{prefix(self.row.livemode)}…{self.row.last_four}"

    @property
    def may(self) -> list[str]:
        """Empty for everything."""
        scopes = [scope for scope in Scope if scope in self.row.scopes]
        return [] if len(scopes) == len(Scope) else [WORDS[scope][0] for scope in scopes]

    @property
    def works(self) -> bool:
        return is_usable(self.row, self.now)

    @property
    def status(self) -> str:
        """One of active, replaced, revoked, expired."""
        if self.works:
            return "replaced" if self.row.replaced_by_id else "active"
        return "revoked" if self.row.revoked_at else "expired"


def listed(organization: Organization) -> tuple[list[ListedKey], list[ListedKey]]:
    """Those that work, and the newest of those that do not any more. In the public schema."""
    now = timezone.now()
    keys = [ListedKey(row, now) for row in organization.api_keys.select_related("created_by")]
    working = [key for key in keys if key.works]
    return working, [key for key in keys if not key.works][:ENDED_SHOWN]
