"""Answers are kept for a day, log rows for a month."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from organizations.api_requests import forgetting
from organizations.api_requests.models import ApiRequest, IdempotentRequest
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.owed_work import owed, work
from tests.parent_platform import Platform
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)


def kept(organization: Organization) -> tuple[int, int]:
    with organization_schema(organization):
        return IdempotentRequest.objects.count(), ApiRequest.objects.count()


def test_what_is_old_is_forgotten_in_every_organization(
    acme: Organization, globex: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    now = timezone.now()
    for organization in (acme, globex):
        client = Platform.of(organization)
        for number, age in enumerate([timedelta(days=31)] * 5 + [timedelta(hours=25), timedelta(0)]):
            with time_machine.travel(now - age):
                client.post(NOTES, {"title": "x"}, idempotency_key=f"k{number}")
        assert kept(organization) == (7, 7)
    for _ in range(2):
        with time_machine.travel(now + forgetting.LOOKED_FOR_EVERY):
            work("default")
        assert kept(acme) == kept(globex) == (1, 2)


def test_it_is_looked_for_as_long_as_something_is_remembered(acme: Organization) -> None:
    now = timezone.now()
    Platform.of(acme).post(NOTES, {"title": "x"}, idempotency_key="k")
    for days in (1, 2, 29):
        with time_machine.travel(now + timedelta(days=days)):
            work("default")
            (row,) = owed(acme, "forget_api_requests")
            assert timezone.now() < row.due_at <= timezone.now() + forgetting.LOOKED_FOR_EVERY
    assert kept(acme) == (0, 1)
    with time_machine.travel(now + timedelta(days=31)):
        work("default")
    assert kept(acme) == (0, 0)
    assert owed(acme, "forget_api_requests") == []
