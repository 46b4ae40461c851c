"""What the API remembers is forgotten in time."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from organizations.api_requests.models import REPEATABLE_FOR, ApiRequest, IdempotentRequest
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe
from organizations.tenancy import current_organization

LOGGED_FOR = timedelta(days=30)
LOOKED_FOR_EVERY = timedelta(hours=6)
AT_ONCE = 5_000
OWED_AGAIN_S = 3600.0
OWED_MAX = 10_000
_owed: dict[str, float] = {}  # by this process


def owe_forgetting(now: datetime) -> None:
    """With what is remembered; seldom again, as the work stays owed while there is anything left."""
    organization_id = current_organization().id
    if time.monotonic() < _owed.get(organization_id, 0.0):
        return
    if len(_owed) >= OWED_MAX:
        _owed.clear()
    owe("forget_api_requests", organization_id, due_at=now + LOOKED_FOR_EVERY)
    _owed[organization_id] = time.monotonic() + OWED_AGAIN_S


def forget(piece: Piece) -> None:
    forget_older(IdempotentRequest, REPEATABLE_FOR)
    forget_older(ApiRequest, LOGGED_FOR)
    if list(remembering()):
        piece.later(timezone.now() + LOOKED_FOR_EVERY)


def leave_for_later(piece: Piece) -> None:
    piece.later(timezone.now() + LOOKED_FOR_EVERY)


def remembering() -> Iterable[tuple[str, str]]:
    """(organization, "")"""
    if ApiRequest.objects.exists() or IdempotentRequest.objects.exists():
        yield current_organization().id, ""


def forget_older(kind: type[Model], than: timedelta) -> None:
    """In pieces: the first run after a long time must not be one long transaction."""
    old = kind._default_manager.filter(created_at__lt=timezone.now() - than).order_by("created_at").values("pk")
    while kind._default_manager.filter(pk__in=old[:AT_ONCE]).delete()[0]:
        pass
