"""What follow-ups may cost one interview: counted where models and voices are called, and then the main ones go on."""

import pytest
from django.db.models import Sum
from django.test import override_settings

from interviews import budgets
from interviews.models import CachedSpeech, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page

SHORT = "I read the plan."
LIMITS = [("INTERVIEW_TOKENS", "tokens_spent"), ("INTERVIEW_SPOKEN_CHARACTERS", "spoken_characters_spent")]


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """In the first of two questions, each of which would have a follow-up."""
    page = invite(acme)
    page.practise()
    return page


def kinds(page: Page) -> list[str]:
    with organization_schema(page.organization):
        return list(Turn.objects.exclude(kind="practice").values_list("kind", flat=True))


def calls(page: Page, purpose: str) -> float:
    with organization_schema(page.organization):
        return ProviderCall.objects.filter(purpose=purpose).aggregate(units=Sum("units"))["units"] or 0


def test_what_a_follow_up_takes_is_counted_for_its_interview(page: Page) -> None:
    page.answer(SHORT)
    assert page.turn["kind"] == "follow_up"
    interview = interview_of(page)
    assert 0 < interview.model_tokens == calls(page, "decide_follow_up")
    assert 0 < interview.spoken_characters == len(page.turn["text"]) == calls(page, "speak")


def test_speech_of_main_questions_costs_nothing_of_it(page: Page) -> None:
    with organization_schema(page.organization):
        CachedSpeech.objects.all().delete()
    with override_settings(INTERVIEW_TOKENS=0):
        page.answer(SHORT)
    assert page.turn["kind"] == "main"
    assert calls(page, "speak") >= len(page.turn["text"])
    assert interview_of(page).spoken_characters == 0


@pytest.mark.parametrize(("setting", "reason"), LIMITS)
def test_with_a_limit_of_zero_no_follow_up_is_thought_of_and_the_interview_comes_to_its_end(
    page: Page, setting: str, reason: str
) -> None:
    with override_settings(**{setting: 0}):
        page.answer(SHORT)
        with organization_schema(page.organization):
            asked = Turn.objects.get(id=page.turn["id"])
        page.answer(SHORT)
    assert (asked.decision["reason"], asked.faults) == (reason, [])
    assert kinds(page) == ["main", "main"]
    assert (page.phase, interview_of(page).end_reason) == ("review", "finished")
    assert calls(page, "decide_follow_up") == 0
    with organization_schema(page.organization):
        assert [turn.faults for turn in Turn.objects.all()] == [[]] * 3, "nothing failed"


@pytest.mark.parametrize(("setting", "_reason"), LIMITS)
def test_a_budget_that_is_spent_on_the_way_ends_the_follow_ups_alone(page: Page, setting: str, _reason: str) -> None:
    with override_settings(**{setting: 1}):
        while page.phase == "asking":
            page.answer(SHORT)
    assert kinds(page) == ["main", "follow_up", "main"]
    assert interview_of(page).end_reason == "finished"


def test_an_interview_of_short_answers_stays_far_below_its_budgets(page: Page) -> None:
    while page.phase == "asking":
        page.answer(SHORT)
    assert kinds(page) == ["main", "follow_up", "main", "follow_up"]
    interview = interview_of(page)
    for budget in budgets.OF_FOLLOW_UPS:
        assert budgets.left(interview, budget) > 0.9 * budget.limit
