"""What the API remembers is forgotten in time."""

from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from organizations.api_requests.models import REPEATABLE_FOR, ApiRequest, IdempotentRequest

LOGGED_FOR = timedelta(days=30)
AT_ONCE = 5_000


def forget() -> None:
    forget_older(IdempotentRequest, REPEATABLE_FOR)
    forget_older(ApiRequest, LOGGED_FOR)


def forget_older(kind: type[Model], than: timedelta) -> None:
    """In pieces: the first run after a long time must not be one long transaction."""
    old = kind._default_manager.filter(created_at__lt=timezone.now() - than).order_by("created_at").values("pk")
    while kind._default_manager.filter(pk__in=old[:AT_ONCE]).delete()[0]:
        pass
