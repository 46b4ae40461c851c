"""Who gets in, with what, and until when."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from organizations.models import ApiKey, Organization
from organizations.platform_api import keys
from organizations.platform_api.keys import Scope
from tests.parent_platform import Platform, assert_problem, issue
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_a_key_nothing_is_told() -> None:
    answer = Client().get(NOTES)
    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("ApiKey ")
    assert "RateLimit" not in answer


def test_a_mistyped_key_is_told_from_an_unknown_one(acme: Organization) -> None:
    _, key = issue(acme)
    typo = key[:-1] + ("a" if key[-1] != "a" else "b")
    assert "mistyped" in assert_problem(Platform(typo).get(NOTES), 401, "unusable_key")["detail"]
    unknown = keys.new_key(livemode=True)
    assert "not known" in assert_problem(Platform(unknown).get(NOTES), 401, "unusable_key")["detail"]


@pytest.mark.parametrize("given", ["Bearer x", "iai_live_", "\u00e9" * 47, "x" * 5000, "iai_live_" + "0" * 38 + "\n"])
def test_nonsense_is_no_key(given: str) -> None:
    assert_problem(Client().get(NOTES, HTTP_X_API_KEY=given), 401, "unusable_key")


def test_a_revoked_key_stops_at_once(acme: Organization) -> None:
    row, key = issue(acme)
    client = Platform(key)
    assert client.get(NOTES).status_code == 200
    keys.revoke(row)
    assert_problem(client.get(NOTES), 401, "unusable_key")


def test_a_key_ends_when_it_expires(acme: Organization) -> None:
    _, key = issue(acme, expires_at=timezone.now() + timedelta(hours=1))
    assert Platform(key).get(NOTES).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert "expired" in assert_problem(Platform(key).get(NOTES), 401, "unusable_key")["detail"]


def test_a_key_opens_its_own_organization_and_mode_alone(acme: Organization, globex: Organization) -> None:
    mine = Platform.of(acme).post(NOTES, {"title": "of Acme"}).json()["id"]
    for stranger in (Platform.of(globex), Platform.of(acme, livemode=False)):
        problem = assert_problem(stranger.get(f"{NOTES}/{mine}"), 404, "not_found")
        unknown = assert_problem(stranger.get(f"{NOTES}/job_unknown"), 404, "not_found")
        assert problem | {"request_id": ""} == unknown | {"request_id": ""}
        assert stranger.get(NOTES).json()["results"] == []


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_key_does_what_its_scopes_say(acme: Organization, method: str) -> None:
    writer = Platform.of(acme, scopes=[Scope.JOBS_WRITE])
    assert writer.post(NOTES, {"title": "x"}).status_code == 201
    answer = getattr(writer, method)(NOTES)
    assert answer.status_code == 403
    reader = Platform.of(acme, scopes=[Scope.JOBS_READ])
    problem = assert_problem(reader.post(NOTES, {"title": "x"}), 403, "missing_scope")
    assert "jobs:write" in problem["detail"]


def test_both_keys_work_while_one_replaces_the_other(acme: Organization) -> None:
    row, old = issue(acme, scopes=[Scope.JOBS_READ])
    successor, new = keys.rotate(row)
    assert successor.scopes == [Scope.JOBS_READ]
    assert Platform(old).get(NOTES).status_code == Platform(new).get(NOTES).status_code == 200
    with time_machine.travel(timezone.now() + keys.ROTATION_OVERLAP + timedelta(seconds=1)):
        assert_problem(Platform(old).get(NOTES), 401, "unusable_key")
        assert Platform(new).get(NOTES).status_code == 200


def test_a_stolen_table_is_no_use_without_the_pepper(acme: Organization) -> None:
    row, key = issue(acme)
    stored = ApiKey.objects.values_list().get(pk=row.pk)
    assert not any(key in str(value) or key[9:-4] in str(value) for value in stored)
    with override_settings(API_KEY_PEPPER="another one"):
        assert_problem(Platform(key).get(NOTES), 401, "unusable_key")


def test_the_last_use_is_noted_once_a_minute(acme: Organization) -> None:
    row, key = issue(acme)
    start = timezone.now()
    for seconds in (0, 30, 61):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            Platform(key).get(NOTES)
            row.refresh_from_db()
            expected = start + timedelta(seconds=0 if seconds == 30 else seconds)
            assert row.last_used_at is not None
            assert abs(row.last_used_at - expected) < timedelta(milliseconds=1)
