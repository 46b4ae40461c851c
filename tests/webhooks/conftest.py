from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.webhooks import receiving
from tests.webhooks.receiving import Receiver


@pytest.fixture(scope="package")
def receiver() -> Iterator[Receiver]:
    with receiving.running() as running:
        yield running


@pytest.fixture(autouse=True)
def loopback_is_allowed() -> Iterator[None]:
    """Deadlines are short: some receivers make one wait for them."""
    mail = "organizations.people.inbox.LocalInboxBackend"
    with override_settings(WEBHOOK_ALLOW_INSECURE=True, WEBHOOK_DEADLINE_SECONDS=1, EMAIL_BACKEND=mail):
        yield
    from organizations.models import LocalMail

    LocalMail.objects.filter(created_at__gt=timezone.now()).delete()  # Written while the clock was ahead.


@pytest.fixture(autouse=True)
def nothing_else_is_due() -> None:
    """Sending looks into all organizations: what other tests left undelivered is not sent in this one's time."""
    # What needs the settings is not to be had before the stores are.
    from organizations.owed_work.models import OwedWork
    from webhooks.delivery import dispatch

    OwedWork.objects.filter(queue="webhooks").delete()
    dispatch.hanging.clear()
