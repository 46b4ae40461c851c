from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings


@pytest.fixture(autouse=True)
def local_inbox() -> Iterator[None]:
    """Django puts a mail backend of its own into tests; the product's is meant here. Rates start anew."""
    cache.clear()
    with override_settings(EMAIL_BACKEND="organizations.people.inbox.LocalInboxBackend"):
        yield
