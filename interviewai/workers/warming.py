"""A live worker loads its engines when it starts, so that the first candidate does not wait for them."""

from threading import Thread
from typing import Any

import structlog
from celery.signals import worker_ready
from django.conf import settings

from providers.errors import ProviderError
from providers.registry import Providers

log = structlog.get_logger(__name__)


@worker_ready.connect
def warm_in_the_background(sender: Any, **_kwargs: Any) -> None:
    """A worker's name is `<role>@<host>`. It takes work while it loads."""
    if str(sender.hostname).startswith("live@"):
        Thread(target=warm, name="warming", daemon=True).start()


def warm() -> None:
    try:
        Providers(settings.AI).warm()
    except ProviderError as error:  # Said now; each turn that meets it records it too.
        log.warning("engines_not_loaded", error=type(error).__name__)
    else:
        log.info("engines_loaded")
