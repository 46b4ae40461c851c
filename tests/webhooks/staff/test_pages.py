"""The owner's pages of webhooks: endpoints, deliveries, sending again, and the banner."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.webhooks.platform import URL, end
from webhooks.endpoints import registration
from webhooks.endpoints.registration import ENDPOINTS_MAX, Reason, active_secrets
from webhooks.event_types import EventType
from webhooks.models import Attempt, Delivery, Endpoint

SECRET = re.compile(r"whsec_[0-9A-Za-z+/]+=*")
AWKWARD = [
    '<script>alert("x")</script>',
    "👩‍🔬 🧪",
    "مرحبا \u202eevil\u202c",
    "{{ settings.SECRET_KEY }} {% url 'x' %}",
]
ALL = [kind.value for kind in EventType if kind != EventType.PING]


@pytest.fixture(autouse=True)
def only_public_addresses() -> Iterator[None]:
    """As in production."""
    with override_settings(WEBHOOK_ALLOW_INSECURE=False):
        yield


@pytest.fixture
def owner(acme: Organization, login: Login) -> Client:
    return login(acme, "owner")


def address(organization: Organization, rest: str = "") -> str:
    return f"/o/{organization.slug}/settings/webhooks/{rest}"


def text(page: Any) -> str:
    return html.unescape(page.content.decode())


def send(browser: Client, organization: Organization, path: str = "new/", **changes: Any) -> Any:
    submission = browser.get(address(organization, path)).context["form"]["submission"].value()
    sent = {"url": URL, "description": "", "mode": "live", "event_types": ALL, "submission": submission}
    return browser.post(address(organization, path), sent | changes)


def make(organization: Organization, **changes: Any) -> Endpoint:
    wanted: dict[str, Any] = {"url": URL, "livemode": True} | changes
    with organization_schema(organization):
        endpoint, _ = registration.create(**wanted)
    return endpoint


def ping(organization: Organization, endpoint: Endpoint, status: str = "") -> Delivery:
    with organization_schema(organization):
        delivery = registration.send_ping(endpoint)
    if status:
        end(organization, delivery.pk, status)
    return delivery


def stored(organization: Organization, row: Any) -> Any:
    with organization_schema(organization):
        return type(row).objects.get(pk=row.pk)


def secrets(organization: Organization, endpoint: Endpoint) -> list[str]:
    with organization_schema(organization):
        return active_secrets(Endpoint.objects.get(pk=endpoint.pk))


def test_an_endpoint_is_added_and_its_secret_told_once(acme: Organization, owner: Client) -> None:
    page = send(owner, acme, description="Production", mode="test")
    [secret] = SECRET.findall(text(page))
    assert "no-store" in page["Cache-Control"]
    with organization_schema(acme):
        endpoint = Endpoint.objects.get()
    assert (endpoint.url, endpoint.description, endpoint.livemode, endpoint.event_types) == (
        URL,
        "Production",
        False,
        [],
    )
    assert secrets(acme, endpoint) == [secret]
    for rest in ("", f"{endpoint.pk}/", f"{endpoint.pk}/edit/"):
        assert secret not in text(owner.get(address(acme, rest)))


def test_the_same_form_sent_twice_adds_one_endpoint(acme: Organization, owner: Client) -> None:
    submission = owner.get(address(acme, "new/")).context["form"]["submission"].value()
    send(owner, acme, submission=submission)
    assert "added already" in text(send(owner, acme, submission=submission))
    with organization_schema(acme):
        assert Endpoint.objects.count() == 1


def test_events_are_chosen_and_all_of_them_are_the_default(acme: Organization, owner: Client) -> None:
    assert owner.get(address(acme, "new/")).context["form"]["event_types"].value() == ALL
    endpoint = make(acme, event_types=["interview.completed"])
    path = address(acme, f"{endpoint.pk}/edit/")
    assert owner.get(path).context["form"]["event_types"].value() == ["interview.completed"]
    owner.post(path, {"url": "https://new.example.com/", "description": "New", "event_types": ALL})
    changed = stored(acme, endpoint)
    assert (changed.url, changed.description, changed.event_types) == ("https://new.example.com/", "New", [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "http://platform.example.com/"}, "url"),
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "https://user:secret@example.com/"}, "url"),
        ({"url": "https://example.com/" + "x" * 10_000}, "url"),
        ({"url": "https://example.com/\0"}, "url"),
        ({"description": "x" * 10_000}, "description"),
        ({"event_types": []}, "event_types"),
        ({"event_types": ["interview.danced"]}, "event_types"),
        ({"mode": "both"}, "mode"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_adds_nothing(
    acme: Organization, owner: Client, changes: dict[str, Any], field: str
) -> None:
    assert list(send(owner, acme, **changes).context["form"].errors) == [field]
    with organization_schema(acme):
        assert not Endpoint.objects.exists()


@pytest.mark.parametrize("description", AWKWARD)
def test_a_description_may_be_anything_that_can_be_written(acme: Organization, owner: Client, description: str) -> None:
    send(owner, acme, description=description)
    with organization_schema(acme):
        endpoint = Endpoint.objects.get()
    assert endpoint.description == description
    for rest in ("", f"{endpoint.pk}/", f"{endpoint.pk}/edit/"):
        page = owner.get(address(acme, rest))
        assert description in text(page)
        assert b"<script>alert" not in page.content


def test_there_can_be_too_many_endpoints(acme: Organization, owner: Client) -> None:
    for _ in range(ENDPOINTS_MAX):
        make(acme)
    assert "at most 20 endpoints" in text(send(owner, acme))
    assert SECRET.findall(text(send(owner, acme, mode="test"))) != []


def test_a_rotated_secret_is_told_once_and_the_old_one_still_signs(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    [old] = secrets(acme, endpoint)
    path = f"{endpoint.pk}/rotate/"
    submission = owner.get(address(acme, path)).context["form"]["submission"].value()
    page = send(owner, acme, path, submission=submission)
    [new] = SECRET.findall(text(page))
    assert "no-store" in page["Cache-Control"]
    again = send(owner, acme, path, submission=submission)
    assert (again.status_code, SECRET.findall(text(again))) == (409, [])
    assert secrets(acme, endpoint) == [new, old]
    assert "signs too" in text(owner.get(address(acme, f"{endpoint.pk}/")))


def test_all_secrets_of_a_mode_are_rotated_together(acme: Organization, owner: Client) -> None:
    live, other, test = make(acme), make(acme), make(acme, livemode=False)
    before = secrets(acme, test)
    told = SECRET.findall(text(send(owner, acme, "rotate/live/")))
    assert sorted(told) == sorted([secrets(acme, live)[0], secrets(acme, other)[0]])
    assert secrets(acme, test) == before
    assert owner.get(address(acme, "rotate/both/")).status_code == 404


def test_a_test_event_leads_to_its_delivery(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    page = owner.post(address(acme, f"{endpoint.pk}/ping/"), follow=True)
    assert page.context["delivery"].event.type == "ping"
    assert "If you can read this, your endpoint works." in text(page)


def test_an_endpoint_is_switched_off_and_on_and_removed(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    waiting = ping(acme, endpoint)
    assert "is off" in text(owner.post(address(acme, f"{endpoint.pk}/disable/"), follow=True))
    assert stored(acme, waiting).status == "cancelled"
    refused = text(owner.post(address(acme, f"{endpoint.pk}/ping/"), follow=True))
    assert "Switch it on first" in refused
    assert "is on" in text(owner.post(address(acme, f"{endpoint.pk}/enable/"), follow=True))
    assert stored(acme, endpoint).disabled_at is None
    owner.post(address(acme, f"{endpoint.pk}/remove/"), follow=True)
    assert owner.get(address(acme, f"{endpoint.pk}/")).status_code == 404
    assert URL not in text(owner.get(address(acme)))
    old = owner.get(address(acme, f"{endpoint.pk}/deliveries/{waiting.pk}/"))
    assert "(removed)" in text(old)


def test_live_and_test_endpoints_stand_apart(acme: Organization, owner: Client) -> None:
    make(acme, url="https://live.example.com/")
    make(acme, url="https://test.example.com/", livemode=False)
    context = owner.get(address(acme)).context
    assert [row.url for row, _ in context["live"]] == ["https://live.example.com/"]
    assert [row.url for row, _ in context["test"]] == ["https://test.example.com/"]


def test_a_delivery_tells_each_try_in_words(acme: Organization, owner: Client) -> None:
    delivery = ping(acme, make(acme), "dead")
    tries = [(None, "timeout", ""), (500, "http_status", "<script>alert(1)</script>"), (None, "new_failure", "")]
    with organization_schema(acme):
        for number, (code, error, excerpt) in enumerate(tries, 1):
            Attempt.objects.create(
                delivery=delivery,
                number=number,
                started_at=timezone.now(),
                duration_ms=1234,
                status_code=code,
                error=error,
                response_excerpt=excerpt,
            )
        Delivery.objects.filter(pk=delivery.pk).update(attempt_count=len(tries))
    page = owner.get(address(acme, f"{delivery.endpoint_id}/deliveries/{delivery.pk}/"))
    for words in ("The answer did not come in time.", "The server refused the event.", "New failure", "1234 ms"):
        assert words in text(page)
    assert b"<script>alert" not in page.content
    assert [attempt.number for attempt in page.context["attempts"]] == [3, 2, 1]


def test_one_delivery_is_sent_again(acme: Organization, owner: Client) -> None:
    delivery = ping(acme, make(acme), "dead")
    path = address(acme, f"{delivery.endpoint_id}/deliveries/{delivery.pk}/")
    assert "sent again" in text(owner.post(f"{path}replay/", follow=True))
    assert stored(acme, delivery).status == "pending"
    assert "on its way already" in text(owner.post(f"{path}replay/", follow=True))


def test_all_that_were_given_up_are_sent_again(acme: Organization, owner: Client) -> None:
    endpoint, other = make(acme), make(acme)
    dead = [ping(acme, endpoint, "dead") for _ in range(2)]
    delivered, elsewhere = ping(acme, endpoint, "delivered"), ping(acme, other, "dead")
    page = owner.post(address(acme, f"{endpoint.pk}/replay/"), {"status": "dead"}, follow=True)
    assert "2 deliveries are sent again" in text(page)
    assert [stored(acme, each).status for each in (*dead, delivered, elsewhere)] == [
        "pending",
        "pending",
        "delivered",
        "dead",
    ]


def test_a_range_is_sent_again(acme: Organization, owner: Client) -> None:
    endpoint, now = make(acme), timezone.now()
    made = [ping(acme, endpoint, "delivered") for _ in range(3)]
    with organization_schema(acme):
        for days, delivery in enumerate(made):
            Delivery.objects.filter(pk=delivery.pk).update(created_at=now - timedelta(days=days))
    span = {"since": minute(now - timedelta(days=1, hours=1)), "until": minute(now - timedelta(hours=1))}
    page = owner.post(address(acme, f"{endpoint.pk}/replay/"), {"status": "delivered"} | span, follow=True)
    assert "1 delivery is sent again" in text(page)
    assert [stored(acme, each).status for each in made] == ["delivered", "pending", "delivered"]


@pytest.mark.parametrize(
    "sent",
    [
        {"status": "pending"},
        {"status": "dead", "since": "yesterday"},
        {"status": "dead", "since": "2026-01-02T00:00", "until": "2026-01-01T00:00"},
    ],
)
def test_a_range_that_is_none_sends_nothing(acme: Organization, owner: Client, sent: dict[str, str]) -> None:
    delivery = ping(acme, make(acme), "dead")
    page = owner.post(address(acme, f"{delivery.endpoint_id}/replay/"), sent)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert stored(acme, delivery).status == "dead"


def test_deliveries_are_filtered_and_paged(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    dead = ping(acme, endpoint, "dead")
    for _ in range(30):
        ping(acme, endpoint)
    path = address(acme, f"{endpoint.pk}/")
    assert [row.pk for row in owner.get(f"{path}?status=dead").context["page"]] == [dead.pk]
    assert list(owner.get(f"{path}?type=interview.started").context["page"]) == []
    assert [row.pk for row in owner.get(f"{path}?page=2").context["page"]][-1] == dead.pk
    for nonsense in ("nul%00", "x" * 10_000, "%3Cscript%3E"):
        page = owner.get(f"{path}?status={nonsense}&type={nonsense}&page={nonsense}")
        assert (page.status_code, len(page.context["page"])) == (200, 25)


@pytest.mark.parametrize("role", ["recruiter", "reviewer"])
def test_only_owners_come_here(acme: Organization, login: Login, role: str) -> None:
    delivery = ping(acme, make(acme), "dead")
    member, one = login(acme, role), f"{delivery.endpoint_id}/"
    for rest in ("", "new/", one, f"{one}edit/", f"{one}rotate/", "rotate/live/", f"{one}deliveries/{delivery.pk}/"):
        assert member.get(address(acme, rest)).status_code == 403
    for rest in ("new/", f"{one}rotate/", f"{one}disable/", f"{one}remove/", f"{one}replay/"):
        assert member.post(address(acme, rest)).status_code == 403
    assert stored(acme, delivery).status == "dead"


def test_another_organizations_webhooks_are_neither_seen_nor_reached(
    acme: Organization, globex: Organization, owner: Client
) -> None:
    delivery = ping(globex, make(globex), "dead")
    one = f"{delivery.endpoint_id}/"
    assert owner.get(address(globex)).status_code == 404
    for rest in (one, f"{one}edit/", f"{one}rotate/", f"{one}deliveries/{delivery.pk}/"):
        assert owner.get(address(acme, rest)).status_code == 404
    for rest in ("rotate/", "ping/", "disable/", "remove/", "replay/", f"deliveries/{delivery.pk}/replay/"):
        assert owner.post(address(acme, one + rest), {"submission": "sub_1"}).status_code == 404
    assert stored(globex, delivery).status == "dead"


def test_owners_are_told_of_trouble_on_every_page_and_others_are_not(
    acme: Organization, globex: Organization, owner: Client, login: Login
) -> None:
    pages = [f"/o/{acme.slug}/{rest}" for rest in ("", "jobs/", "members/", "settings/", "settings/api-keys/")]
    endpoint = make(acme)
    assert not any("webhook endpoint" in text(owner.get(page)) for page in pages)
    given_up(acme, ping(acme, endpoint))
    assert all("some deliveries were given up" in text(owner.get(page)) for page in pages)
    with organization_schema(acme):
        registration.disable(endpoint, Reason.GONE)
    assert all("it answered 410 Gone" in text(owner.get(page)) for page in pages)
    assert "410 Gone" not in text(login(acme, "recruiter").get(pages[1]))
    assert "410 Gone" not in text(login(globex, "owner").get(f"/o/{globex.slug}/jobs/"))
    owner.post(address(acme, f"{endpoint.pk}/enable/"))
    owner.post(address(acme, f"{endpoint.pk}/replay/"), {"status": "dead"})
    assert not any("webhook endpoint" in text(owner.get(page)) for page in pages)


def test_what_an_owner_switched_off_is_no_trouble(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    given_up(acme, ping(acme, endpoint))
    owner.post(address(acme, f"{endpoint.pk}/disable/"))
    owner.get(address(acme))
    assert "webhook endpoint" not in text(owner.get(f"/o/{acme.slug}/jobs/"))


def test_more_endpoints_and_deliveries_add_no_query(acme: Organization, owner: Client) -> None:
    endpoint = make(acme)
    given_up(acme, ping(acme, endpoint))
    paths = [address(acme), address(acme, f"{endpoint.pk}/"), f"/o/{acme.slug}/jobs/"]
    counts = []
    for _ in range(3):
        counts.append([queries_of(owner, path) for path in paths])
        for _ in range(4):
            given_up(acme, ping(acme, make(acme)))
            given_up(acme, ping(acme, endpoint))
    assert counts[1] == counts[2]


def given_up(organization: Organization, delivery: Delivery) -> None:
    with organization_schema(organization):
        Delivery.objects.filter(pk=delivery.pk).update(status="dead", ended_at=timezone.now(), next_attempt_at=None)


def queries_of(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def minute(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M"))
