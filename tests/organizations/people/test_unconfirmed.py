"""Accounts that nobody has confirmed do not stay."""

import secrets
from datetime import timedelta

import time_machine
from allauth.account.models import EmailAddress
from celery import current_app
from django.conf import settings
from django.test import Client
from django.utils import timezone

from organizations.models import Organization, Role, User
from organizations.people.unconfirmed import KEPT_FOR
from tests.factories import PASSWORD, make_user, member
from tests.organizations.mails import link_in, newest_mail_to

TASK = str(settings.CELERY_BEAT_SCHEDULE["erase unconfirmed accounts"]["task"])


def sign_up() -> str:
    address = f"new-{secrets.token_hex(4)}@example.com"
    Client().post("/accounts/signup/", {"email": address, "organization_name": "A New Company", "password1": PASSWORD})
    return address


def erase(after: timedelta) -> None:
    """What a worker does with the beat's message."""
    with time_machine.travel(timezone.now() + after, tick=False):
        current_app.tasks[TASK].apply(throw=True)


def exists(address: str) -> bool:
    return User.objects.filter(email=address).exists() or EmailAddress.objects.filter(email=address).exists()


def test_an_account_that_was_not_confirmed_is_erased_after_a_week() -> None:
    address = sign_up()
    erase(KEPT_FOR - timedelta(minutes=1))
    assert exists(address)
    erase(KEPT_FOR + timedelta(minutes=1))
    assert not exists(address)


def test_the_address_can_sign_up_again() -> None:
    address = sign_up()
    erase(KEPT_FOR + timedelta(minutes=1))
    client = Client()
    client.post("/accounts/signup/", {"email": address, "organization_name": "Again", "password1": PASSWORD})
    arrived = client.post(link_in(newest_mail_to(address), "confirm-email"), follow=True)
    assert arrived.redirect_chain[-1][0].startswith("/o/again")


def test_whoever_confirmed_is_a_member_or_was_let_in_otherwise_stays(acme: Organization) -> None:
    confirmed, staff, old = sign_up(), make_user("staff"), make_user("old")
    Client().post(link_in(newest_mail_to(confirmed), "confirm-email"))
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    User.objects.filter(pk=old.pk).update(last_login=timezone.now())
    people = [staff, old, member(acme, Role.REVIEWER)]
    for user in people:
        EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    made_by_hand = make_user("by-hand")
    erase(KEPT_FOR * 2)
    for address in [confirmed, made_by_hand.email, *(user.email for user in people)]:
        assert exists(address)
