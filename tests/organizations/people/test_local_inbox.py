import pytest
from django.core.mail import send_mail
from django.test import Client, override_settings

from organizations.models import LocalMail, Organization
from organizations.people import inbox
from organizations.tenancy import organization_schema

HERE = {"host": "localhost:8000"}


@pytest.fixture(autouse=True)
def empty_inbox() -> None:
    """What other tests have sent lies there, some of it of a time to come."""
    LocalMail.objects.all().delete()


def test_mail_is_listed_and_its_links_can_be_clicked() -> None:
    send_mail("Hello", "Go to https://example.com/path?a=1&b=2", None, ["somebody@example.com"])
    mail = LocalMail.objects.first()
    assert mail is not None
    listed = Client(headers=HERE).get("/inbox/").content.decode()
    assert f"/inbox/{mail.pk}/" in listed
    assert "No mail server is set" in listed
    page = Client(headers=HERE).get(f"/inbox/{mail.pk}/").content.decode()
    assert 'href="https://example.com/path?a=1&amp;b=2"' in page


def test_markup_in_a_mail_is_shown_and_not_run() -> None:
    send_mail("<b>Subject</b>", "<script>alert(1)</script> \u202eשלום 🥐", None, ["somebody@example.com"])
    page = Client(headers=HERE).get(f"/inbox/{LocalMail.objects.latest('created_at').pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Subject" not in page
    assert "🥐" in page


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.2", "2001:db8::1", ""])
def test_another_machine_is_refused_with_a_reason(address: str) -> None:
    answer = Client(headers=HERE, REMOTE_ADDR=address).get("/inbox/")
    assert answer.status_code == 403
    assert "only be read on the machine" in answer.content.decode()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_let_in(address: str) -> None:
    assert Client(headers=HERE, REMOTE_ADDR=address).get("/inbox/").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_what_comes_through_a_proxy_is_refused(header: str) -> None:
    assert Client(headers=HERE | {header: "127.0.0.1"}).get("/inbox/").status_code == 403


def test_a_name_that_is_bound_to_this_machine_from_outside_is_refused() -> None:
    with override_settings(ALLOWED_HOSTS=["rebound.example"]):
        assert Client(headers={"host": "rebound.example"}).get("/inbox/").status_code == 403


def test_with_a_mail_server_there_is_no_inbox_and_no_word_of_it() -> None:
    with override_settings(EMAIL_URL="smtp://mail.example:587"):
        assert Client(headers=HERE).get("/inbox/").status_code == 404
        assert "inbox" not in Client(headers=HERE).get("/accounts/confirm-email/").content.decode()


@pytest.mark.parametrize(
    "reached",
    [{"PUBLIC_URL": "https://interviews.example.com"}, {"PUBLIC_URL": "http://10.0.0.2:8000"}, {"BEHIND_PROXY": True}],
)
def test_no_request_opens_an_inbox_where_the_settings_say_that_others_use_the_product(
    reached: dict[str, object],
) -> None:
    with override_settings(**reached):
        assert Client(headers=HERE).get("/inbox/").status_code == 404
        assert "inbox" not in Client(headers=HERE).get("/accounts/confirm-email/").content.decode()


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_there_is_an_inbox_for_each_way_to_name_this_machine(url: str) -> None:
    with override_settings(PUBLIC_URL=url):
        assert Client(headers=HERE).get("/inbox/").status_code == 200


def test_a_mail_that_does_not_exist_is_not_found() -> None:
    assert Client(headers=HERE).get("/inbox/mail_nothing/").status_code == 404


def test_mail_sent_from_inside_an_organization_arrives(acme: Organization) -> None:
    with organization_schema(acme):
        send_mail("From inside", "body", None, ["inside@example.com"])
    assert LocalMail.objects.filter(subject="From inside").exists()


def test_the_oldest_mail_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "KEPT", 3)
    for number in range(5):
        send_mail(f"Number {number}", "body", None, ["somebody@example.com"])
    assert list(LocalMail.objects.values_list("subject", flat=True)) == ["Number 4", "Number 3", "Number 2"]
