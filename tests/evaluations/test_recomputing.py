"""An evaluation follows from its stored scores, at any later time."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from evaluations.models import Evaluation, Score
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import EXPLAINED, GOOD, WEAK, complete_interview, said, score_all


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def evaluation(acme: Organization) -> Evaluation:
    return score_all(acme, complete_interview(acme, {"q1": [said(GOOD)], "q2": [said(WEAK)], "q3": [said(EXPLAINED)]}))


def recompute(organization: Organization, **options: bool) -> str:
    told = StringIO()
    call_command("recompute_evaluations", organization=organization.slug, stdout=told, **options)
    return told.getvalue()


def test_recomputing_gives_the_same_evaluation(acme: Organization, evaluation: Evaluation) -> None:
    assert "1 evaluations checked, 0 different" in recompute(acme, check=True)


def test_a_number_that_does_not_follow_is_found_and_repaired_as_a_new_revision(
    acme: Organization, evaluation: Evaluation
) -> None:
    with organization_schema(acme):
        Evaluation.objects.filter(id=evaluation.id).update(overall=99, recommendation="highly_recommended")
    with pytest.raises(CommandError):
        recompute(acme, check=True)
    assert f"{evaluation.id} repaired" in recompute(acme)
    with organization_schema(acme):
        repaired = Evaluation.objects.get(id=evaluation.id)
    assert (repaired.overall, repaired.recommendation) == (evaluation.overall, evaluation.recommendation)
    assert repaired.revision == evaluation.revision + 1
    assert "0 different" in recompute(acme, check=True)


def test_a_changed_score_changes_the_evaluation(acme: Organization, evaluation: Evaluation) -> None:
    with organization_schema(acme):
        Score.objects.filter(evaluation=evaluation, question_key="q2").update(score=10)
    recompute(acme)
    with organization_schema(acme):
        assert Evaluation.objects.get(id=evaluation.id).behavioral == 100


def test_other_organizations_are_left_alone(acme: Organization, globex: Organization, evaluation: Evaluation) -> None:
    with organization_schema(acme):
        Evaluation.objects.filter(id=evaluation.id).update(overall=99)
    assert "0 evaluations checked" in recompute(globex)


def test_an_unknown_organization_is_said_so() -> None:
    with pytest.raises(CommandError, match="no organization nobody"):
        call_command("recompute_evaluations", organization="nobody")
