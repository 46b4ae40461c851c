import re
import secrets
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from organizations.directory import forget_organizations
from organizations.models import Invitation, LocalMail, Membership, Organization, Role, User
from organizations.people import invitation_limits, invitations
from tests.factories import PASSWORD, make_user, member
from tests.fixtures import Login
from tests.organizations.mails import link_in, newest_mail_to

ADDRESSES = ["not an address", "x" * 10_000, "<b>a</b>@example.com", ""]


def new_address() -> str:
    return f"invited-{secrets.token_hex(4)}@example.com"


def invite(owner: Client, organization: Organization, address: str, role: str = "reviewer") -> Any:
    return owner.post(f"/o/{organization.slug}/invitations/", {"email": address, "role": role}, follow=True)


def resend(owner: Client, organization: Organization, address: str) -> str:
    invitation = Invitation.objects.get(email=address, organization=organization)
    page = owner.post(f"/o/{organization.slug}/invitations/{invitation.pk}/resend/", follow=True)
    return page.content.decode()


def before(wait: timedelta) -> Any:
    return time_machine.travel(timezone.now() - wait)


def invitation_link(address: str) -> str:
    return link_in(newest_mail_to(address), "/invitations/")


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def role_of(user_email: str, organization: Organization) -> str | None:
    membership = Membership.objects.filter(user__email=user_email, organization=organization).first()
    return membership.role if membership else None


def test_a_new_colleague_joins_by_the_link_without_confirming_the_address_again(
    acme: Organization, login: Login
) -> None:
    address, browser = new_address(), Client()
    invite(login(acme, "owner"), acme, address)
    page = browser.get(invitation_link(address)).content.decode()
    assert acme.name in page
    token = invitation_link(address).split("/")[2]
    form = browser.get(f"/accounts/signup/?invitation={token}").content.decode()
    assert "organization_name" not in form
    joined = browser.post("/accounts/signup/", {"invitation_token": token, "password1": PASSWORD}, follow=True)
    assert joined.redirect_chain[-1][0] == f"/o/{acme.slug}/"
    assert role_of(address, acme) == Role.REVIEWER
    assert EmailAddress.objects.get(email=address).verified
    assert Organization.objects.filter(memberships__user__email=address).count() == 1


def test_an_invited_sign_up_takes_the_invited_address_whatever_the_browser_sends(
    acme: Organization, login: Login
) -> None:
    address, other = new_address(), new_address()
    invite(login(acme, "owner"), acme, address)
    token = invitation_link(address).split("/")[2]
    Client().post("/accounts/signup/", {"invitation_token": token, "email": other, "password1": PASSWORD})
    assert role_of(address, acme) == Role.REVIEWER
    assert not User.objects.filter(email=other).exists()


def test_a_person_with_an_account_joins_a_second_organization(
    acme: Organization, globex: Organization, login: Login
) -> None:
    user = member(globex, Role.OWNER)
    invite(login(acme, "owner"), acme, user.email, "recruiter")
    browser = logged_in(user)
    joined = browser.post(invitation_link(user.email), follow=True)
    assert joined.redirect_chain[-1][0] == f"/o/{acme.slug}/"
    choice = browser.get("/organizations/").content.decode()
    assert f"/o/{acme.slug}/" in choice
    assert f"/o/{globex.slug}/" in choice
    menu = browser.get(f"/organizations/menu/?current={acme.slug}").content.decode()
    assert globex.name in menu


def test_another_address_than_the_invited_one_is_told_so_and_does_not_join(acme: Organization, login: Login) -> None:
    address, other = new_address(), make_user("other")
    invite(login(acme, "owner"), acme, address)
    browser = logged_in(other)
    page = browser.get(invitation_link(address)).content.decode()
    assert other.email in page
    assert "but this invitation is for" in page
    browser.post(invitation_link(address))
    assert role_of(other.email, acme) is None
    assert Invitation.objects.get(email=address).accepted_at is None


def test_signing_up_with_an_address_that_has_an_account_points_to_the_login(acme: Organization, login: Login) -> None:
    user = make_user("existing")
    invite(login(acme, "owner"), acme, user.email)
    token = invitation_link(user.email).split("/")[2]
    page = Client().post("/accounts/signup/", {"invitation_token": token, "password1": "another passphrase"})
    assert "This address has an account already" in page.content.decode()
    assert role_of(user.email, acme) is None
    assert Client().login(email=user.email, password=PASSWORD)


def test_the_link_is_kept_as_a_hash_alone(acme: Organization, login: Login) -> None:
    address = new_address()
    invite(login(acme, "owner"), acme, address)
    token = invitation_link(address).split("/")[2]
    row = Invitation.objects.filter(email=address).values().get()
    assert token not in str(row)
    assert len(token) >= 43  # 256 bits


def test_a_used_link_is_gone(acme: Organization, login: Login) -> None:
    user = make_user()
    invite(login(acme, "owner"), acme, user.email)
    browser = logged_in(user)
    browser.post(invitation_link(user.email))
    again = browser.post(invitation_link(user.email))
    assert again.status_code == 410
    assert "has been used" in again.content.decode()


def test_an_expired_link_is_gone_and_says_whom_to_ask(acme: Organization, login: Login) -> None:
    user = make_user()
    invite(login(acme, "owner"), acme, user.email)
    with time_machine.travel(timezone.now() + invitations.VALID_FOR + timedelta(seconds=1), tick=False):
        late = Client().get(invitation_link(user.email))
    assert late.status_code == 410
    assert "Ask the person who invited you" in late.content.decode()


def test_a_revoked_link_is_answered_like_an_unknown_one(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    invite(owner, acme, address)
    invitation = Invitation.objects.get(email=address)
    owner.post(f"/o/{acme.slug}/invitations/{invitation.pk}/revoke/")
    revoked, unknown = Client().get(invitation_link(address)), Client().get("/invitations/unknown/")
    assert (revoked.status_code, unknown.status_code) == (404, 404)
    assert revoked.content == unknown.content


def test_sending_again_makes_a_new_link_and_ends_the_old_one(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    with before(invitations.RENEWED_EVERY):
        invite(owner, acme, address)
    old = invitation_link(address)
    resend(owner, acme, address)
    assert Client().get(old).status_code == 404
    assert Client().get(invitation_link(address)).status_code == 200


def test_an_invitation_is_sent_again_once_an_hour_and_a_refusal_says_when(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    with before(invitations.RENEWED_EVERY):
        invite(owner, acme, address)
        link, ends_at = invitation_link(address), Invitation.objects.get(email=address).expires_at
        free_at = ends_at - invitations.VALID_FOR + invitations.RENEWED_EVERY
        assert f"from {free_at:%H:%M} UTC on" in resend(owner, acme, address)
        assert invitation_link(address) == link
        assert Client().get(link).status_code == 200
    assert "The invitation was sent" in resend(owner, acme, address)
    assert "sent within the last hour" in resend(owner, acme, address)


def test_what_the_mail_server_did_not_take_may_be_sent_again_at_once(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    unreachable = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", **unreachable):
        assert "did not take the mail" in invite(owner, acme, address).content.decode()
    assert "The invitation was sent" in resend(owner, acme, address)


def test_an_address_gets_only_so_many_invitations_an_hour_from_all_organizations_together(
    acme: Organization, globex: Organization, login: Login
) -> None:
    address, owners = new_address(), ((login(acme, "owner"), acme), (login(globex, "owner"), globex))
    with before(timedelta(hours=1, minutes=1)):
        for number in range(invitation_limits.MAILS.amount):
            invite(*owners[number % 2], address.upper())
        refused = invite(*owners[0], address)
        assert refused.status_code == 409
        assert re.search(r"It can be sent another one from \d\d:\d\d UTC on", refused.content.decode())
        assert LocalMail.objects.filter(to=address).count() == invitation_limits.MAILS.amount
        assert Client().get(invitation_link(address)).status_code == 200
        assert invite(*owners[0], new_address()).status_code == 200
    assert invite(*owners[1], address).status_code == 200
    assert LocalMail.objects.filter(to=address).count() == invitation_limits.MAILS.amount + 1


def test_without_redis_colleagues_are_invited_all_the_same(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        assert "The invitation was sent" in invite(owner, acme, address).content.decode()


def test_inviting_an_address_twice_leaves_one_open_invitation(acme: Organization, login: Login) -> None:
    owner, address = login(acme, "owner"), new_address()
    invite(owner, acme, address, "reviewer")
    invite(owner, acme, address.upper(), "owner")
    assert Invitation.objects.get(email=address).role == Role.OWNER


def test_a_member_is_not_invited_again(acme: Organization, login: Login) -> None:
    reviewer = member(acme, Role.REVIEWER)
    answer = invite(login(acme, "owner"), acme, reviewer.email)
    assert answer.status_code == 409
    assert "This person is a member already" in answer.content.decode()
    assert not LocalMail.objects.filter(to=reviewer.email).exists()


def test_an_invitation_never_changes_the_role_of_somebody_who_joined_meanwhile(
    acme: Organization, login: Login
) -> None:
    user = make_user()
    invite(login(acme, "owner"), acme, user.email, "owner")
    Membership.objects.create(user=user, organization=acme, role=Role.REVIEWER)
    logged_in(user).post(invitation_link(user.email))
    assert role_of(user.email, acme) == Role.REVIEWER


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wrong_address_is_answered_with_a_sentence(acme: Organization, login: Login, address: str) -> None:
    answer = invite(login(acme, "owner"), acme, address)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert "<b>a</b>" not in answer.content.decode()
    assert not Invitation.objects.filter(organization=acme).exists()


def test_the_names_in_the_mail_hold_no_link(acme: Organization, login: Login) -> None:
    address = new_address()
    Organization.objects.filter(pk=acme.pk).update(name="Log in at http://evil.example.com")
    User.objects.filter(pk=member(acme, Role.OWNER).pk).update(name="security@evil.example.com")
    forget_organizations()
    invite(login(acme, "owner"), acme, address)
    mail = LocalMail.objects.get(to=address)
    assert "Log in at http: / /evil .example .com" in mail.body_text
    assert mail.subject == "You are invited to Log in at http: / /evil .example .com"
    links = re.findall(r'href="((?:http|mailto)[^"]*)"', newest_mail_to(address))
    assert links == [settings.PUBLIC_URL + invitation_link(address)]


@pytest.mark.parametrize("role", ["recruiter", "reviewer"])
def test_only_owners_invite(acme: Organization, login: Login, role: str) -> None:
    answer = invite(login(acme, role), acme, new_address())
    assert answer.status_code == 403
    assert "Only owners" in answer.content.decode()
    assert not Invitation.objects.filter(organization=acme).exists()


@pytest.mark.parametrize("action", ["resend", "revoke"])
def test_an_invitation_of_another_organization_is_not_found(
    acme: Organization, globex: Organization, login: Login, action: str
) -> None:
    invite(login(globex, "owner"), globex, new_address())
    foreign = Invitation.objects.get(organization=globex)
    answer = login(acme, "owner").post(f"/o/{acme.slug}/invitations/{foreign.pk}/{action}/")
    assert answer.status_code == 404
    assert Invitation.objects.filter(pk=foreign.pk, token_hash=foreign.token_hash).exists()
