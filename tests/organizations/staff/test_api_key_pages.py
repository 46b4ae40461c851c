"""The page of API keys: who may open it, what it tells, and that a key is told once."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import ApiKey, Organization
from organizations.platform_api import keys
from organizations.platform_api.keys import Scope, UnusableKey
from tests.fixtures import Login

KEY = re.compile(r"iai_(?:live|test)_[0-9A-Za-z]{38}")
AWKWARD = [
    '<script>alert("x")</script> & <b>bold</b>',
    "👩‍🔬 Forscherin 🧪",
    "مهندس برمجيات \u202eevil\u202c",
    "{{ settings.SECRET_KEY }} {% url 'x' %}",
]


@pytest.fixture
def owner(acme: Organization, login: Login) -> Client:
    return login(acme, "owner")


def address(organization: Organization, rest: str = "") -> str:
    return f"/o/{organization.slug}/settings/api-keys/{rest}"


def choices(**changes: Any) -> dict[str, Any]:
    return {"name": "Hiring platform", "mode": "live", "scopes": ["interviews:read"], "term": ""} | changes


def send(browser: Client, organization: Organization, **changes: Any) -> Any:
    submission = browser.get(address(organization, "new/")).context["form"]["submission"].value()
    return browser.post(address(organization, "new/"), {"submission": submission} | choices(**changes))


def told(page: Any) -> str:
    [key] = set(KEY.findall(page.content.decode()))
    return str(key)


def make(organization: Organization, **changes: Any) -> tuple[ApiKey, str]:
    wanted: dict[str, Any] = {"name": "Key", "livemode": True, "scopes": ["usage:read"]} | changes
    return keys.create(organization, **wanted)


def refused(key: str) -> bool:
    try:
        keys.find(key)
    except UnusableKey:
        return True
    return False


def test_a_key_is_told_once_and_works(acme: Organization, owner: Client) -> None:
    page = send(owner, acme, mode="test", scopes=["jobs:read", "jobs:write"])
    key = told(page)
    assert key.startswith("iai_test_")
    assert "no-store" in page["Cache-Control"]
    row = keys.find(key)
    assert (row.name, row.livemode, row.scopes, row.organization) == (
        "Hiring platform",
        False,
        ["jobs:read", "jobs:write"],
        acme,
    )
    listing = owner.get(address(acme)).content.decode()
    assert key not in listing
    assert f"iai_test_…{key[-4:]}" in listing


def test_the_form_offers_every_scope_and_ticks_it(acme: Organization, owner: Client) -> None:
    form = owner.get(address(acme, "new/")).context["form"]
    assert [value for value, _ in form.fields["scopes"].choices] == [scope.value for scope in Scope]
    assert form["scopes"].value() == [scope.value for scope in Scope]


def test_the_same_form_sent_twice_creates_one_key(acme: Organization, owner: Client) -> None:
    submission = owner.get(address(acme, "new/")).context["form"]["submission"].value()
    key = told(owner.post(address(acme, "new/"), choices(submission=submission)))
    again = owner.post(address(acme, "new/"), choices(submission=submission)).content.decode()
    assert "created already" in again
    assert key not in again
    assert acme.api_keys.count() == 1


def test_a_key_ends_when_it_was_told_to(acme: Organization, owner: Client, login: Login) -> None:
    key = told(send(owner, acme, term="30"))
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23)):
        assert not refused(key)
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1)):
        assert refused(key)
        assert "Expired" in login(acme, "owner").get(address(acme)).content.decode()


def test_a_rotated_key_and_the_old_one_work_side_by_side_for_a_day(acme: Organization, owner: Client) -> None:
    old_row, old = make(acme, name="Platform", expires_at=timezone.now() + timedelta(days=90))
    path = address(acme, f"{old_row.pk}/rotate/")
    assert "works for another 24 hours" in owner.get(path).content.decode()
    page = owner.post(path)
    new = told(page)
    assert "no-store" in page["Cache-Control"]
    assert not refused(old)
    assert keys.find(new).scopes == ["usage:read"]
    assert "Replaced" in owner.get(address(acme)).content.decode()
    again = owner.post(path)
    assert (again.status_code, KEY.findall(again.content.decode())) == (409, [])
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert refused(old)
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert not refused(new)


def test_a_revoked_key_is_refused_at_once(acme: Organization, owner: Client) -> None:
    row, key = make(acme, name="Leaked")
    answer = owner.post(address(acme, f"{row.pk}/revoke/"), follow=True)
    assert "Leaked is revoked" in answer.content.decode()
    assert refused(key)
    again = owner.post(address(acme, f"{row.pk}/revoke/"), follow=True)
    assert "was revoked before" in again.content.decode()
    assert owner.post(address(acme, f"{row.pk}/rotate/")).status_code == 409


@pytest.mark.parametrize("name", AWKWARD)
def test_a_name_may_be_anything_that_can_be_written(acme: Organization, owner: Client, name: str) -> None:
    shown = send(owner, acme, name=name)
    assert acme.api_keys.get().name == name
    for page in (shown, owner.get(address(acme)), owner.get(address(acme, f"{acme.api_keys.get().pk}/rotate/"))):
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "\u200b \u202e"}, "name"),
        ({"name": "nul\0"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"mode": "both"}, "mode"),
        ({"term": "1000000"}, "term"),
        ({"submission": "x" * 41}, "submission"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_creates_nothing(
    acme: Organization, owner: Client, changes: dict[str, Any], field: str
) -> None:
    page = send(owner, acme, **changes)
    assert list(page.context["form"].errors) == [field]
    assert acme.api_keys.count() == 0


def test_there_can_be_too_many_keys(acme: Organization, owner: Client) -> None:
    for _ in range(keys.KEYS_MAX):
        make(acme)
    page = send(owner, acme).content.decode()
    assert "at most 50 keys" in page
    assert KEY.findall(page) == []


@pytest.mark.parametrize("role", ["recruiter", "reviewer"])
def test_only_owners_come_here(acme: Organization, login: Login, role: str) -> None:
    row, key = make(acme)
    member = login(acme, role)
    for rest in ("", "new/", f"{row.pk}/rotate/"):
        assert member.get(address(acme, rest)).status_code == 403
    for rest in ("new/", f"{row.pk}/rotate/", f"{row.pk}/revoke/"):
        assert member.post(address(acme, rest), choices(submission="sub_1")).status_code == 403
    assert not refused(key)
    assert acme.api_keys.count() == 1
    assert "/settings/" not in member.get(f"/o/{acme.slug}/members/").content.decode()


def test_another_organizations_keys_are_neither_seen_nor_reached(
    acme: Organization, globex: Organization, owner: Client
) -> None:
    row, key = make(globex, name="Of Globex")
    assert owner.get(address(globex)).status_code == 404
    assert "Of Globex" not in owner.get(address(acme)).content.decode()
    for rest in (f"{row.pk}/rotate/", f"{row.pk}/revoke/"):
        assert owner.post(address(acme, rest)).status_code == 404
        assert owner.post(address(globex, rest)).status_code == 404
    assert owner.get(address(acme, "nul%00/rotate/")).status_code == 404
    assert not refused(key)


def test_without_a_login_it_leads_to_the_login(acme: Organization) -> None:
    assert Client().get(address(acme)).status_code == 302


def test_ten_more_keys_add_no_query(acme: Organization, owner: Client) -> None:
    make(acme)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert owner.get(address(acme)).status_code == 200
        counts.append(len(captured))
        for _ in range(10):
            make(acme)
    assert counts[1] == counts[2]
