import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from interviewai.kernel.errors import Conflict
from organizations.models import Membership, Organization, Role
from organizations.people import members
from organizations.platform_api import keys
from tests.factories import make_user, member
from tests.fixtures import Login

AWKWARD = ["<img src=x onerror=alert(1)>", "山田 🥐", "مرحبا \u202eevil\u202c", "{{ request.user }}"]


def membership(organization: Organization, role: Role) -> Membership:
    return organization.memberships.get(user=member(organization, role))


def roles(organization: Organization) -> list[str]:
    return sorted(organization.memberships.values_list("role", flat=True))


def test_every_member_sees_the_members_and_only_owners_see_what_changes_them(acme: Organization, login: Login) -> None:
    seen_by_owner = login(acme, "owner").get(f"/o/{acme.slug}/members/").content.decode()
    seen_by_reviewer = login(acme, "reviewer").get(f"/o/{acme.slug}/members/").content.decode()
    for page in (seen_by_owner, seen_by_reviewer):
        assert all(member(acme, role).email in page for role in Role)
    assert "Send the invitation" in seen_by_owner
    assert "Send the invitation" not in seen_by_reviewer
    assert 'name="role"' not in seen_by_reviewer


def test_an_owner_changes_a_role(acme: Organization, login: Login) -> None:
    reviewer = membership(acme, Role.REVIEWER)
    login(acme, "owner").post(f"/o/{acme.slug}/members/{reviewer.pk}/role/", {"role": "recruiter"})
    assert roles(acme) == ["owner", "recruiter", "recruiter"]


@pytest.mark.parametrize("role", ["admin", "", "x" * 10_000])
def test_a_role_that_does_not_exist_changes_nothing(acme: Organization, login: Login, role: str) -> None:
    reviewer = membership(acme, Role.REVIEWER)
    path = f"/o/{acme.slug}/members/{reviewer.pk}/role/"
    answer = login(acme, "owner").post(path, {"role": role}, follow=True)
    assert "There is no such role" in answer.content.decode()
    assert roles(acme) == ["owner", "recruiter", "reviewer"]


def test_an_owner_removes_a_member_who_then_finds_nothing(acme: Organization, login: Login) -> None:
    removed = login(acme, "reviewer")
    login(acme, "owner").post(f"/o/{acme.slug}/members/{membership(acme, Role.REVIEWER).pk}/remove/")
    assert roles(acme) == ["owner", "recruiter"]
    assert removed.get(f"/o/{acme.slug}/").status_code == 404


def test_everybody_may_leave(acme: Organization, login: Login) -> None:
    browser = login(acme, "reviewer")
    browser.post(f"/o/{acme.slug}/members/{membership(acme, Role.REVIEWER).pk}/remove/")
    assert roles(acme) == ["owner", "recruiter"]
    assert browser.get("/organizations/")["Location"] == "/organizations/new/"


def key_of(organization: Organization, role: Role | None) -> str:
    """A key that the member with that role created, or nobody."""
    creator = member(organization, role) if role else None
    _, key = keys.create(organization, name="Platform", livemode=True, scopes=keys.Scope, created_by=creator)
    return key


def works(key: str) -> bool:
    try:
        keys.find(key)
    except keys.UnusableKey:
        return False
    return True


@pytest.mark.parametrize("who", ["owner", "recruiter"])
def test_who_is_removed_or_leaves_takes_along_the_keys_that_they_created(
    acme: Organization, globex: Organization, login: Login, who: str
) -> None:
    removed = membership(acme, Role.RECRUITER)
    Membership.objects.create(user=removed.user, organization=globex, role=Role.OWNER)
    theirs, others, nobodys = key_of(acme, Role.RECRUITER), key_of(acme, Role.OWNER), key_of(acme, None)
    _, elsewhere = keys.create(globex, name="x", livemode=True, scopes=keys.Scope, created_by=removed.user)
    login(acme, who).post(f"/o/{acme.slug}/members/{removed.pk}/remove/")
    assert not works(theirs)
    assert all(works(key) for key in (others, nobodys, elsewhere))


def test_a_key_that_somebody_else_rotated_stays(acme: Organization, login: Login) -> None:
    key_of(acme, Role.RECRUITER)
    _, rotated = keys.rotate(acme.api_keys.get(), rotated_by=member(acme, Role.OWNER))
    login(acme, "owner").post(f"/o/{acme.slug}/members/{membership(acme, Role.RECRUITER).pk}/remove/")
    assert works(rotated)


def test_the_keys_of_a_member_who_has_to_stay_go_on(acme: Organization, login: Login) -> None:
    key = key_of(acme, Role.OWNER)
    login(acme, "owner").post(f"/o/{acme.slug}/members/{membership(acme, Role.OWNER).pk}/remove/")
    assert works(key)


def test_a_person_whose_account_is_deleted_takes_the_keys_along_too(acme: Organization) -> None:
    key = key_of(acme, Role.RECRUITER)
    member(acme, Role.RECRUITER).delete()
    assert not works(key)


def test_the_page_says_how_many_keys_end_with_a_member(acme: Organization, login: Login) -> None:
    for role in (Role.OWNER, Role.RECRUITER, Role.RECRUITER):
        key_of(acme, role)
    keys.revoke(acme.api_keys.filter(created_by=member(acme, Role.RECRUITER))[0])
    key_of(acme, Role.RECRUITER)
    page = login(acme, "owner").get(f"/o/{acme.slug}/members/").content.decode()
    assert "1 API key that you created stops working at once" in page
    assert "2 API keys that they created stop working at once" in page


@pytest.mark.parametrize(("action", "form"), [("remove", {}), ("role", {"role": "reviewer"})])
def test_the_last_owner_stays(acme: Organization, login: Login, action: str, form: dict[str, str]) -> None:
    owner = membership(acme, Role.OWNER)
    answer = login(acme, "owner").post(f"/o/{acme.slug}/members/{owner.pk}/{action}/", form, follow=True)
    assert "An organization needs an owner" in answer.content.decode()
    assert roles(acme) == ["owner", "recruiter", "reviewer"]


def test_two_owners_who_leave_at_the_same_moment_leave_one_behind(acme: Organization) -> None:
    Membership.objects.filter(organization=acme, role=Role.RECRUITER).update(role=Role.OWNER)
    first, second = Membership.objects.filter(organization=acme, role=Role.OWNER)
    with ThreadPoolExecutor(1) as other_request:
        with transaction.atomic():
            members.remove(first)
            leaving = other_request.submit(leave_in_a_thread, second)
            wait_until(lambda: leaving.done() or somebody_waits_for_a_lock())
        with pytest.raises(Conflict):
            leaving.result(timeout=30)
    assert roles(acme).count("owner") == 1


def leave_in_a_thread(membership: Membership) -> None:
    try:
        members.remove(membership)
    finally:
        connection.close()


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        [(waits,)] = cursor.fetchall()
    return bool(waits)


def wait_until(condition: Callable[[], bool], patience_s: float = 20) -> None:
    give_up_at = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < give_up_at, "it never came"
        time.sleep(0.01)


@pytest.mark.parametrize("role", ["recruiter", "reviewer"])
def test_only_owners_change_others_and_the_settings(acme: Organization, login: Login, role: str) -> None:
    browser, owner = login(acme, role), membership(acme, Role.OWNER)
    answers = [
        browser.post(f"/o/{acme.slug}/members/{owner.pk}/role/", {"role": "reviewer"}),
        browser.post(f"/o/{acme.slug}/members/{owner.pk}/remove/"),
        browser.get(f"/o/{acme.slug}/settings/"),
        browser.post(f"/o/{acme.slug}/settings/", {"name": "Ours now"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert roles(acme) == ["owner", "recruiter", "reviewer"]


@pytest.mark.parametrize("page", ["", "members/", "settings/", "interviews/overview/"])
def test_a_foreign_organization_is_answered_like_an_unknown_one(
    acme: Organization, globex: Organization, login: Login, page: str
) -> None:
    browser = login(globex, "owner")
    foreign, unknown = browser.get(f"/o/{acme.slug}/{page}"), browser.get(f"/o/no-such-organization/{page}")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.content == unknown.content


def test_a_member_of_another_organization_cannot_be_changed_through_ones_own(
    acme: Organization, globex: Organization, login: Login
) -> None:
    foreign = membership(globex, Role.REVIEWER)
    browser = login(acme, "owner")
    assert browser.post(f"/o/{acme.slug}/members/{foreign.pk}/role/", {"role": "owner"}).status_code == 404
    assert browser.post(f"/o/{acme.slug}/members/{foreign.pk}/remove/").status_code == 404
    assert roles(globex) == ["owner", "recruiter", "reviewer"]


def test_who_is_not_logged_in_is_sent_to_the_login_and_back(acme: Organization) -> None:
    answer = Client().get(f"/o/{acme.slug}/members/")
    assert answer["Location"] == f"/accounts/login/?next=/o/{acme.slug}/members/"


@pytest.mark.parametrize("name", AWKWARD)
def test_an_owner_renames_the_organization_to_anything_that_can_be_seen(
    acme: Organization, login: Login, name: str
) -> None:
    browser = login(acme, "owner")
    page = browser.post(f"/o/{acme.slug}/settings/", {"name": name}, follow=True).content.decode()
    acme.refresh_from_db()
    assert acme.name == name
    assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["", "x" * 10_000, "\u200b\u200b"])
def test_a_name_that_cannot_be_used_is_answered_with_a_sentence(acme: Organization, login: Login, name: str) -> None:
    page = login(acme, "owner").post(f"/o/{acme.slug}/settings/", {"name": name}).content.decode()
    assert "field__error" in page
    acme.refresh_from_db()
    assert acme.name.startswith("Acme")


@pytest.mark.parametrize("name", AWKWARD)
def test_the_name_of_a_member_is_shown_escaped(acme: Organization, login: Login, name: str) -> None:
    user = make_user()
    user.name = name
    user.save()
    Membership.objects.create(user=user, organization=acme, role=Role.REVIEWER)
    page = login(acme, "owner").get(f"/o/{acme.slug}/members/").content.decode()
    assert "<img src=x" not in page
    assert user.email in page
