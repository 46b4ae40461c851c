from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.test import override_settings


@pytest.fixture(autouse=True)
def notes() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.platform_api.notes"):
        yield


@pytest.fixture(autouse=True)
def nobody_has_failed() -> None:
    """All tests call from one address, so they would use up each other's failures."""
    store = redis.Redis.from_url(settings.REDIS_URL)
    for name in store.scan_iter("api-requests:failures:*"):
        store.delete(name)
