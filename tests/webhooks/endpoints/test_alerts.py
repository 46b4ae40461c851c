"""The owners are told of trouble, once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from organizations.directory import forget_organizations
from organizations.models import LocalMail, Organization, Role
from organizations.tenancy import organization_schema
from tests.factories import member
from tests.owed_work import work
from tests.webhooks.delivery.test_replays import give_up
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import Listener, listen, send, tell
from webhooks.endpoints import alerts, registration
from webhooks.endpoints.alerts import AGAIN_AFTER, AT_MOST_EVERY, GIVEN_UP_AFTER
from webhooks.endpoints.attention import trouble


def mails(organization: Organization) -> list[LocalMail]:
    return list(LocalMail.objects.filter(to=member(organization, Role.OWNER).email).order_by("created_at"))


def test_owners_get_one_mail_for_all_that_was_given_up(
    acme: Organization, globex: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place("status-500"))
    listen(globex, receiver.place())
    tell(acme, "one", "two")
    give_up(listener)
    for _ in range(3):
        work("mail")
    [mail] = mails(acme)
    assert listener.place.url in mail.body_text
    assert "2 deliveries were given up" in mail.body_text
    assert mails(globex) == []
    assert not LocalMail.objects.filter(to=member(acme, Role.RECRUITER).email).exists()


def test_at_most_one_mail_an_hour_tells_of_an_endpoint(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    for hour in range(2):
        with time_machine.travel(timezone.now() + hour * AT_MOST_EVERY):
            for message in ("one", "two"):
                tell(acme, message)
                give_up(listener)
                work("mail")
            assert len(mails(acme)) == hour + 1


def test_owners_are_told_that_an_endpoint_is_off(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    work("mail")
    [mail] = mails(acme)
    assert "answered 410 Gone" in mail.body_text
    assert "given up" not in mail.body_text
    assert listener.row.alert_owed_at is None


def test_the_name_of_the_organization_becomes_no_link(acme: Organization, receiver: Receiver) -> None:
    Organization.objects.filter(pk=acme.pk).update(name="http://evil.example.com")
    forget_organizations()
    listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    work("mail")
    [mail] = mails(acme)
    assert mail.subject == "Webhooks of http: / /evil .example .com need you"
    assert "evil.example.com" not in mail.body_text


def test_an_owner_who_switches_it_off_needs_no_mail(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    with organization_schema(acme):
        registration.disable(listener.row, registration.Reason.MANUAL)
    work("mail")
    assert mails(acme) == []


def test_a_mail_that_was_not_taken_is_sent_later(
    acme: Organization, receiver: Receiver, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1), caplog.at_level("WARNING"):
        work("mail")
    assert listener.row.alert_owed_at is not None
    assert "example.com" not in caplog.text
    work("mail")
    assert mails(acme) == [], "not at once"
    with time_machine.travel(timezone.now() + AGAIN_AFTER):
        work("mail")
        assert len(mails(acme)) == 1


def test_a_claim_left_by_a_worker_that_died_is_taken_again(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    with organization_schema(acme):
        assert alerts.claim(listener.row, timezone.now())
    work("mail")
    assert mails(acme) == []
    with time_machine.travel(timezone.now() + AT_MOST_EVERY + timedelta(seconds=1)):
        work("mail")
        assert len(mails(acme)) == 1


def test_a_mail_that_is_never_taken_is_given_up_and_the_trouble_stands_on_the_pages(
    acme: Organization, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        with time_machine.travel(timezone.now() + GIVEN_UP_AFTER - timedelta(minutes=1)):
            work("mail")
            assert listener.row.alert_owed_at is not None
        with time_machine.travel(timezone.now() + GIVEN_UP_AFTER + timedelta(minutes=1)):
            work("mail")
            assert [listener.row.alert_owed_at] == [None]
    assert "is given up" in caplog.text
    assert "example.com" not in caplog.text
    work("mail")
    assert mails(acme) == []
    assert told(listener) == [(listener.id, 0)]


def test_an_alert_that_kills_each_worker_is_given_up(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "one")
    send()
    for hours in (1, 47):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)), organization_schema(acme):
            assert alerts.claim(listener.row, timezone.now())
    with time_machine.travel(timezone.now() + GIVEN_UP_AFTER + timedelta(minutes=1)):
        work("mail")
        assert mails(acme) == []
        assert listener.row.alert_owed_at is None


def told(listener: Listener) -> list[tuple[str, int]]:
    with organization_schema(listener.organization):
        return [(each.endpoint.id, each.dead) for each in trouble()]


def test_the_banner_goes_when_the_endpoint_works_again(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "one")
    give_up(listener)
    assert told(listener) == [(listener.id, 1)]
    listener.place.answer("ok")
    tell(acme, "two")
    send()
    assert told(listener) == []
