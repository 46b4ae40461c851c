from dataclasses import replace

import pytest
from django.db import connection, transaction

from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from organizations.usage.recording import record_calls
from providers.usage import Call

CALL = Call(
    port="stt", provider="local", model="base", status="ok", ttfb_ms=None, total_ms=12, units=3.5,
    unit_name="seconds", cost_micros=7,
)  # fmt: skip


def test_a_call_is_counted_for_the_organization_that_made_it(acme: Organization, globex: Organization) -> None:
    with organization_schema(acme):
        record_calls("transcribe", "int_1")(CALL)
        row = ProviderCall.objects.get()
        assert (row.purpose, row.interview_id, row.provider, row.units) == ("transcribe", "int_1", "local", 3.5)
        assert (row.ttfb_ms, row.total_ms, row.cost_micros) == (None, 12, 7)
    with organization_schema(globex):
        assert not ProviderCall.objects.exists()


def test_a_call_that_cannot_be_recorded_goes_on(acme: Organization, caplog: pytest.LogCaptureFixture) -> None:
    with organization_schema(acme), transaction.atomic():
        record_calls("transcribe")(replace(CALL, model="m" * 1000))
        record_calls("transcribe")(CALL)
    with organization_schema(acme):
        assert ProviderCall.objects.count() == 1
    assert "not recorded" in caplog.text


def test_a_call_outside_of_any_organization_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    record_calls("transcribe")(CALL)
    assert "not recorded" in caplog.text
    assert connection.in_atomic_block is False
