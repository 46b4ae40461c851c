"""What an orchestrator asks: is the process alive, and can the whole do its work."""

import time
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from interviewai.workers import presence

# Object storage is asked with a write, which costs money there; its last good answer holds this long.
STORAGE_ANSWER_HOLDS_S = 30


class NotReadyError(Exception):
    pass


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 while something is missing; `checks` tells what, without addresses or error texts."""
    checks = {name: {"state": _state(check)} for name, check in CHECKS.items()}
    is_ready = all(check["state"] == "ok" for check in checks.values())
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReadyError as missing:
        return str(missing)
    except Exception as error:  # whatever a driver raises, the answer is the same
        return f"failing ({type(error).__name__})"
    return "ok"


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_redis() -> None:
    name = f"health:{uuid4()}"
    cache.set(name, "written", timeout=10)
    if cache.get(name) != "written":
        raise NotReadyError("forgetful")


class StorageCheck:
    def __init__(self) -> None:
        self._good_until = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self._good_until:
            return
        name = default_storage.save(f"health/{uuid4()}", ContentFile(b"written"))
        default_storage.delete(name)
        self._good_until = time.monotonic() + STORAGE_ANSWER_HOLDS_S


def check_live_worker() -> None:
    if not presence.is_present("live"):
        raise NotReadyError("absent")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "redis": check_redis,
    "storage": StorageCheck(),
    "live_worker": check_live_worker,
}
