"""What needs the settings is not to be had before the stores are, so it is imported where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from celery import Celery
from celery._state import get_current_app
from django.conf import settings
from django.test import override_settings

if TYPE_CHECKING:
    from tests.organizations.owed_work.deeds import Register

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def register() -> Iterator[Register]:
    """`register("test_deed", run=...)`: a kind of work that this process knows until the test ends, in QUEUE."""
    from organizations.owed_work import kinds
    from organizations.owed_work.queues import QUEUES
    from tests.organizations.owed_work.deeds import QUEUE, nothing

    known = set(kinds.KINDS)
    usual = {"queue": QUEUE.name, "run": nothing, "last_step": nothing, "outstanding": tuple, "tries": 3}

    def as_said(name: str, **said: object) -> None:
        kinds.register(name, **{**usual, **said})  # type: ignore[arg-type]

    QUEUES[QUEUE.name] = QUEUE
    yield as_said
    del QUEUES[QUEUE.name]
    for name in set(kinds.KINDS) - known:
        del kinds.KINDS[name]


@pytest.fixture
def deed(register: Register) -> str:
    """A kind that does nothing."""
    register("test_deed")
    return "test_deed"


@pytest.fixture
def no_broker() -> Iterator[None]:
    product: Celery[Any] = get_current_app()
    Celery("unreachable", broker=NOWHERE).set_current()
    yield
    product.set_current()


@pytest.fixture
def no_redis(no_broker: None) -> Iterator[None]:
    with override_settings(CACHES={"default": settings.CACHES["default"] | {"LOCATION": NOWHERE}}):
        yield
