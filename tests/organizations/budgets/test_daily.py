"""What an organization may spend on a day: by itself, at once, and where the refusals show."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import Settings

from organizations.budgets import daily
from organizations.budgets.daily import CHARACTERS, INTERVIEWS, MAILS, SPEECH, TOKENS, Budget, BudgetSpent
from organizations.budgets.models import OrganizationDay
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.ai import ai
from organizations.usage.recording import record_calls
from tests.organizations.test_usage import CALL

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


def spent(organization: Organization) -> dict[str, int]:
    with organization_schema(organization):
        return daily.spent(daily.today(datetime.now(UTC)))


def test_a_budget_is_spent_to_its_limit_and_refused_beyond_it(
    acme: Organization, globex: Organization, settings: Settings
) -> None:
    settings.ORGANIZATION_DAILY_MAILS = 5
    with time_machine.travel(NOON, tick=False):
        with organization_schema(acme):
            daily.spend(MAILS, 3)
            with pytest.raises(BudgetSpent, match="a day has 5") as refused:
                daily.spend(MAILS, 3)
            daily.spend(MAILS, 2)
        assert refused.value.free_at == datetime(2030, 5, 2, tzinfo=UTC)
        assert refused.value.retry_after_s == 12 * 3600
        assert spent(acme)["mails"] == 5
        with organization_schema(globex):
            daily.spend(MAILS, 5)


def test_what_is_more_than_a_whole_day_has_is_refused_at_once(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_MAILS = 5
    with organization_schema(acme), pytest.raises(BudgetSpent):
        daily.spend(MAILS, 6)
    assert spent(acme) == {}


def test_the_next_day_has_its_own(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_INTERVIEWS = 1
    for day in (1, 2):
        with time_machine.travel(NOON.replace(day=day), tick=False), organization_schema(acme):
            daily.spend(INTERVIEWS)
            with pytest.raises(BudgetSpent):
                daily.spend(INTERVIEWS)


def test_zero_allows_none_and_a_changed_limit_counts_at_once(acme: Organization, settings: Settings) -> None:
    with organization_schema(acme):
        settings.ORGANIZATION_DAILY_INTERVIEWS = 0
        for refusing in (daily.spend, daily.require):
            with pytest.raises(BudgetSpent):
                refusing(INTERVIEWS)
        settings.ORGANIZATION_DAILY_INTERVIEWS = 2
        daily.spend(INTERVIEWS, 2)
        settings.ORGANIZATION_DAILY_INTERVIEWS = 1
        with pytest.raises(BudgetSpent):
            daily.require(INTERVIEWS)
        settings.ORGANIZATION_DAILY_INTERVIEWS = 3
        daily.spend(INTERVIEWS)


@pytest.mark.parametrize("budget", [INTERVIEWS, MAILS, CHARACTERS, TOKENS, SPEECH])
def test_a_limit_of_zero_allows_nothing_and_says_so(acme: Organization, settings: Settings, budget: Budget) -> None:
    setattr(settings, budget.setting, 0)
    with organization_schema(acme):
        for refusing in (daily.spend, daily.require):
            with pytest.raises(BudgetSpent, match="a day has 0") as refused:
                refusing(budget)
            assert f'"{budget.name}";q=0;' in refused.value.headers["RateLimit-Policy"]
        daily.count(budget, 3)
    assert spent(acme)[budget.name] == 3


def test_what_is_taken_back_was_not_spent(acme: Organization) -> None:
    with organization_schema(acme):
        with transaction.atomic():
            daily.spend(INTERVIEWS)
            transaction.set_rollback(True)
        with pytest.raises(ZeroDivisionError), daily.spending(MAILS, 2):
            raise ZeroDivisionError
        with daily.spending(MAILS):
            pass
    assert (spent(acme)["interviews"], spent(acme)["mails"]) == (0, 1)


def test_many_at_once_spend_no_more_than_there_is(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_INTERVIEWS = 10
    refused: list[BudgetSpent] = []

    def spend() -> None:
        try:
            for _ in range(5):
                with organization_schema(acme):
                    daily.spend(INTERVIEWS)
        except BudgetSpent as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spent(acme)["interviews"] == 10
    assert refused


def test_old_days_are_forgotten_with_the_first_of_a_new_one(acme: Organization, globex: Organization) -> None:
    for organization in (acme, globex):
        with time_machine.travel(NOON, tick=False), organization_schema(organization):
            daily.spend(MAILS)
    with time_machine.travel(NOON + 2 * daily.KEPT, tick=False), organization_schema(acme):
        daily.spend(MAILS)
    days = OrganizationDay.objects.filter(organization_id__in=[acme.id, globex.id]).order_by("day")
    assert [each.organization_id for each in days] == [globex.id, acme.id]


def test_each_call_of_ai_counts_and_none_is_refused_for_an_interview(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_SPEECH_MINUTES = settings.ORGANIZATION_DAILY_CHARACTERS = 0
    with organization_schema(acme):
        record = record_calls("transcribe", "int_1")
        record(CALL)  # 3.5 seconds
        record(replace(CALL, port="tts", units=40, unit_name="characters"))
        record(replace(CALL, port="llm", units=1200, unit_name="tokens"))
        assert ai("transcribe", "int_1")
        assert ai("speak", "int_1")
        with pytest.raises(BudgetSpent):
            ai("prepare_speech")
    assert spent(acme) == {"interviews": 0, "mails": 0, "characters": 40, "tokens": 1200, "speech_s": 4}


def test_a_limit_in_minutes_is_counted_in_seconds(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_SPEECH_MINUTES = 2
    with organization_schema(acme):
        daily.count(SPEECH, 119)
        daily.require(SPEECH)
        daily.count(SPEECH, 1)
        with pytest.raises(BudgetSpent, match="2 minutes") as refused:
            daily.require(SPEECH)
    assert refused.value.headers["RateLimit-Policy"] == '"speech_s";q=120;w=86400'
