"""Judging again tells the drift, and changes nothing that was decided."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from evaluations.models import Evaluation, Score
from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from providers.config import ScriptedConfig
from tests.evaluations.interviews import AGREED, EXPLAINED, GOOD, complete_interview, said, score_all, scores


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted", cool_down_s=0)


@pytest.fixture
def interview(acme: Organization) -> Interview:
    interview = complete_interview(acme, {"q1": [said(GOOD)], "q2": [said(AGREED)], "q3": [said(EXPLAINED)]})
    score_all(acme, interview)
    return interview


def rescore(organization: Organization, sample: int = 10, seed: int = 0) -> str:
    told = StringIO()
    call_command("rescore", sample=sample, organization=organization.slug, seed=seed, stdout=told)
    return told.getvalue()


def stored(organization: Organization) -> list[object]:
    with organization_schema(organization):
        return [*Score.objects.order_by("id").values(), *Evaluation.objects.order_by("id").values()]


def test_the_same_engine_drifts_by_nothing_and_what_is_stored_stays(acme: Organization, interview: Interview) -> None:
    before = stored(acme)
    engine, every = rescore(acme).splitlines()[1:]
    assert engine.split()[:5] == ["scripted/scripted-llm,", "prompt", "2,", "rubric", engine.split()[4]]
    assert engine.split()[-6:] == every.split()[-6:]
    assert every.split()[:5] == ["all", "3", "0", "+0.00", "0.00"]
    assert stored(acme) == before


def test_a_number_that_is_another_one_today_is_drift(acme: Organization, interview: Interview) -> None:
    with organization_schema(acme):
        Score.objects.filter(id=scores(acme, interview)["q1"].id).update(score=1)
    *_, every = rescore(acme).splitlines()
    assert every.split()[:4] == ["all", "3", "0", "+2.00"]
    assert every.split()[5] == "1", "one level changed"


def test_an_engine_that_fails_is_told_and_ends_nothing(
    acme: Organization, interview: Interview, settings: Settings
) -> None:
    settings.AI = replace(settings.AI, scripted=ScriptedConfig(faults=(("llm", "timeout"),)))
    assert "3 not judged again: timeout." in rescore(acme)


def test_the_sample_is_bounded_and_the_same_for_the_same_seed(acme: Organization, interview: Interview) -> None:
    assert rescore(acme, sample=1, seed=7) == rescore(acme, sample=1, seed=7)
    assert rescore(acme, sample=1).splitlines()[-1].split()[1] == "1"
    with pytest.raises(CommandError, match="between 1 and"):
        rescore(acme, sample=0)


def test_other_organizations_are_left_alone(acme: Organization, globex: Organization, interview: Interview) -> None:
    assert rescore(globex).splitlines()[-1].split()[1] == "0"
