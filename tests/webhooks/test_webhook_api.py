"""The webhook resources over HTTP, as a parent platform sees them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema, shared_schema
from tests.parent_platform import assert_problem, read
from tests.webhooks.platform import URL, Platform, end
from webhooks.endpoints import ENDPOINTS_MAX, active_secrets
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.outbox.models import DueDelivery

ENDPOINT = {
    "id",
    "livemode",
    "url",
    "description",
    "event_types",
    "enabled",
    "disabled_at",
    "disabled_reason",
    "failing_since",
    "last_success_at",
    "previous_secret_expires_at",
    "created_at",
}
AWKWARD = ["<script>alert(1)</script>", "👩‍🔬 🧪", "مرحبا \u202eevil\u202c", "{{ settings.SECRET_KEY }}"]


@pytest.fixture(autouse=True)
def only_public_addresses() -> Iterator[None]:
    """As in production."""
    with override_settings(WEBHOOK_ALLOW_INSECURE=False):
        yield


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


def errors(response: Any) -> list[tuple[str, str]]:
    return [(error["pointer"] or "/", error["code"]) for error in assert_problem(response, 422, "invalid")["errors"]]


def due(delivery_id: str) -> bool:
    with shared_schema():
        return DueDelivery.objects.filter(pk=delivery_id).exists()


def test_an_endpoint_tells_its_secret_when_it_is_added_and_never_again(platform: Platform) -> None:
    made = platform.endpoint(description="Production", event_types=["interview.completed"])
    assert set(made) == ENDPOINT | {"secret"}
    assert made["secret"].startswith("whsec_")
    assert (made["url"], made["description"], made["livemode"], made["enabled"]) == (URL, "Production", True, True)
    assert made["created_at"].endswith("Z")
    again = platform.get(f"webhook-endpoints/{made['id']}")
    assert read(again) == {name: value for name, value in made.items() if name != "secret"}
    assert made["secret"] not in platform.get("webhook-endpoints").content.decode()


def test_an_endpoint_can_be_changed_in_part(platform: Platform) -> None:
    made = platform.endpoint(event_types=["ping"])
    path = f"webhook-endpoints/{made['id']}"
    changed = read(platform.ask("PATCH", path, {"description": "New", "event_types": []}))
    assert (changed["url"], changed["description"], changed["event_types"]) == (URL, "New", [])
    moved = read(platform.ask("PATCH", path, {"url": "https://new.example.com/"}))
    assert (moved["url"], moved["description"]) == ("https://new.example.com/", "New")
    assert read(platform.ask("PATCH", path, {})) == moved


@pytest.mark.parametrize("text", AWKWARD)
def test_a_description_comes_back_as_it_was_sent(platform: Platform, text: str) -> None:
    assert platform.endpoint(description=text)["description"] == text


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.example.com/",
        "ftp://platform.example.com/",
        "platform.example.com",
        "https://",
        "https://:443/",
        "https:///path",
        "https://platform.example.com:0/",
        "https://platform.example.com:99999/",
        "https://platform.example.com:port/",
        "https://user:secret@platform.example.com/",
        "https://user@platform.example.com/",
        "https://platform.example.com/a b",
        "https://platform.example.com\\@127.0.0.1/",
        "https://plätform.example.com/",
        "https://１２７.0.0.1/",
        "https://-bad-.example.com/",
        "https://[::1",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://017700000001/",
        "https://0/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254./",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00:ec2::254]/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://api.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://intranet/",
        "",
        "   ",
    ],
)
def test_an_address_that_is_none_or_is_internal_is_refused_at_its_field(platform: Platform, url: str) -> None:
    [(pointer, code)] = errors(platform.post("webhook-endpoints", {"url": url}))
    assert pointer == "/url"
    assert code in ("invalid_url", "blank")
    assert read(platform.get("webhook-endpoints"))["results"] == []


@pytest.mark.parametrize(
    "url", ["https://1.1.1.1/", "https://[2606:4700::1111]/x?y=z", "https://xn--pltform-5wa.example.com:8443/"]
)
def test_an_address_in_the_internet_is_taken_as_it_is(platform: Platform, url: str) -> None:
    assert platform.endpoint(url=f" {url} ")["url"] == url


@override_settings(WEBHOOK_ALLOW_INSECURE=True)
def test_a_development_setting_allows_this_machine_and_no_other_private_address(platform: Platform) -> None:
    for url in ("http://127.0.0.1:9000/", "http://localhost:9000/", "https://[::1]/"):
        platform.endpoint(url=url)
    for url in ("http://169.254.169.254/", "http://10.0.0.1/", "http://printer.local/"):
        assert errors(platform.post("webhook-endpoints", {"url": url})) == [("/url", "invalid_url")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("/url", "required")]),
        ([], [("/", "invalid")]),
        ({"url": None}, [("/url", "null")]),
        ({"url": [URL]}, [("/url", "invalid")]),
        ({"url": "https://example.com/" + "x" * 10_000}, [("/url", "max_length")]),
        ({"url": URL, "description": "x" * 10_000}, [("/description", "max_length")]),
        ({"url": URL, "event_types": "ping"}, [("/event_types", "not_a_list")]),
        ({"url": URL, "event_types": ["ping", "interview.danced"]}, [("/event_types/1", "invalid_choice")]),
        ({"url": URL, "event_types": [{}]}, [("/event_types/0", "invalid_choice")]),
        ({"url": URL, "secret": "whsec_mine"}, [("/secret", "unknown_member")]),
        ({"url": URL, "livemode": False}, [("/livemode", "unknown_member")]),
    ],
)
def test_a_wrong_body_is_told_member_by_member(platform: Platform, body: Any, expected: list[tuple[str, str]]) -> None:
    assert errors(platform.post("webhook-endpoints", body)) == expected
    made = platform.endpoint()
    if body and isinstance(body, dict):
        assert errors(platform.ask("PATCH", f"webhook-endpoints/{made['id']}", body)) == expected


@pytest.mark.parametrize("text", ["nul\0", "half \ud800"])
def test_text_that_no_database_stores_is_refused(platform: Platform, text: str) -> None:
    for body in ({"url": URL, "description": text}, {"url": f"https://example.com/{text}"}):
        assert platform.post("webhook-endpoints", body).status_code in (400, 422)
    for query in ("deliveries?endpoint_id=nul%00", "events?interview_id=nul%00"):
        assert platform.get(query).status_code in (400, 422)
    assert read(platform.get("webhook-endpoints"))["results"] == []


def test_there_can_be_too_many_endpoints_in_a_mode(acme: Organization, platform: Platform) -> None:
    made = [platform.endpoint() for _ in range(ENDPOINTS_MAX)]
    assert "at most 20" in assert_problem(platform.post("webhook-endpoints", {"url": URL}), 409, "conflict")["detail"]
    Platform.of(acme, livemode=False).endpoint()
    assert platform.ask("DELETE", f"webhook-endpoints/{made[0]['id']}").status_code == 204
    platform.endpoint()


def test_a_repeated_post_adds_one_endpoint_and_tells_the_same_secret(platform: Platform) -> None:
    first, second = (
        read(platform.post("webhook-endpoints", {"url": URL}, idempotency_key="add-1"), 201) for _ in range(2)
    )
    assert first == second
    assert len(read(platform.get("webhook-endpoints"))["results"]) == 1


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(acme: Organization, platform: Platform) -> None:
    made = platform.endpoint()
    rotated = read(platform.post(f"webhook-endpoints/{made['id']}/rotate-secret"))
    assert set(rotated) == {"id", "secret", "previous_secret_expires_at"}
    with organization_schema(acme):
        endpoint = Endpoint.objects.get(pk=made["id"])
        assert active_secrets(endpoint) == [rotated["secret"], made["secret"]]
        with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
            assert active_secrets(endpoint) == [rotated["secret"]]


def test_all_secrets_of_a_mode_are_rotated_at_once(acme: Organization, platform: Platform) -> None:
    test = Platform.of(acme, livemode=False).endpoint()
    made = {endpoint["id"]: endpoint["secret"] for endpoint in (platform.endpoint(), platform.endpoint())}
    rotated = read(platform.post("webhook-endpoints/rotate-secrets"))["results"]
    assert {each["id"] for each in rotated} == set(made)
    assert all(each["secret"] != made[each["id"]] for each in rotated)
    with organization_schema(acme):
        assert active_secrets(Endpoint.objects.get(pk=test["id"])) == [test["secret"]]


def test_an_endpoint_that_is_off_cancels_what_is_on_its_way_and_takes_no_test_event(platform: Platform) -> None:
    made = platform.endpoint()
    delivery = platform.ping(made["id"])
    assert due(delivery["id"])
    for _ in range(2):
        off = read(platform.post(f"webhook-endpoints/{made['id']}/disable"))
        assert (off["enabled"], off["disabled_reason"]) == (False, "manual")
    assert read(platform.get(f"deliveries/{delivery['id']}"))["status"] == "cancelled"
    assert not due(delivery["id"])
    assert "off" in assert_problem(platform.post(f"webhook-endpoints/{made['id']}/ping"), 409, "conflict")["detail"]
    on = read(platform.post(f"webhook-endpoints/{made['id']}/enable"))
    assert (on["enabled"], on["disabled_at"], on["disabled_reason"]) == (True, None, None)
    platform.ping(made["id"])


def test_the_others_hear_that_an_endpoint_was_switched_off(platform: Platform) -> None:
    off, other = platform.endpoint(), platform.endpoint()
    platform.post(f"webhook-endpoints/{off['id']}/disable")
    [event] = read(platform.get("events?type=webhook_endpoint.disabled"))["results"]
    assert event["payload"]["data"] == {"endpoint_id": off["id"], "url": URL, "reason": "manual"}
    [told] = read(platform.get(f"deliveries?event_id={event['id']}"))["results"]
    assert told["endpoint_id"] == other["id"]


def test_a_removed_endpoint_is_gone_and_its_deliveries_can_still_be_read(platform: Platform) -> None:
    made = platform.endpoint()
    delivery = platform.ping(made["id"])
    assert platform.ask("DELETE", f"webhook-endpoints/{made['id']}").status_code == 204
    path = f"webhook-endpoints/{made['id']}"
    for answer in (platform.get(path), platform.ask("DELETE", path), platform.post(f"{path}/enable")):
        assert_problem(answer, 404, "not_found")
    assert read(platform.get("webhook-endpoints"))["results"] == []
    assert read(platform.get(f"deliveries/{delivery['id']}"))["status"] == "cancelled"
    assert_problem(platform.post(f"deliveries/{delivery['id']}/replay"), 409, "endpoint_off")


def test_a_test_event_is_an_event_with_one_delivery_that_is_due(platform: Platform) -> None:
    made = platform.endpoint(event_types=["interview.completed"])
    platform.endpoint()
    delivery = platform.ping(made["id"])
    assert (delivery["status"], delivery["event_type"], delivery["attempt_count"]) == ("pending", "ping", 0)
    event = read(platform.get(f"events/{delivery['event_id']}"))
    assert event["payload"]["event_id"] == event["id"]
    assert event["payload"]["data"]["endpoint_id"] == made["id"]
    assert event["interview_id"] is None
    assert len(read(platform.get(f"deliveries?event_id={event['id']}"))["results"]) == 1
    assert due(delivery["id"])


def test_a_delivery_tells_each_attempt(acme: Organization, platform: Platform) -> None:
    delivery = platform.ping(platform.endpoint()["id"])
    with organization_schema(acme):
        for number, (status, error) in enumerate([(500, "http_error"), (200, "")], 1):
            Attempt.objects.create(
                delivery_id=delivery["id"],
                number=number,
                started_at=timezone.now(),
                duration_ms=12,
                status_code=status,
                error=error,
                response_excerpt="<b>",
            )
    told = read(platform.get(f"deliveries/{delivery['id']}"))["attempts"]
    assert [(each["number"], each["status_code"], each["error"]) for each in told] == [
        (1, 500, "http_error"),
        (2, 200, None),
    ]
    assert told[0]["response_excerpt"] == "<b>"


def test_a_delivery_that_has_ended_is_sent_again_once(acme: Organization, platform: Platform) -> None:
    delivery = platform.ping(platform.endpoint()["id"])
    path = f"deliveries/{delivery['id']}/replay"
    assert "on its way" in assert_problem(platform.post(path), 409, "conflict")["detail"]
    end(acme, delivery["id"], "delivered")
    again = read(platform.post(path), 202)
    assert (again["status"], again["ended_at"]) == ("pending", None)
    assert due(delivery["id"])
    assert_problem(platform.post(path), 409, "conflict")


def test_all_dead_deliveries_are_sent_again_and_no_others(acme: Organization, platform: Platform) -> None:
    on, off = platform.endpoint()["id"], platform.endpoint()["id"]
    dead, delivered, unreachable = platform.ping(on)["id"], platform.ping(on)["id"], platform.ping(off)["id"]
    test = Platform.of(acme, livemode=False)
    other = test.ping(test.endpoint()["id"])["id"]
    for delivery_id, status in ((dead, "dead"), (delivered, "delivered"), (unreachable, "dead"), (other, "dead")):
        end(acme, delivery_id, status)
    platform.post(f"webhook-endpoints/{off}/disable")
    assert read(platform.post("deliveries/replay", {}), 202) == {"count": 1}
    assert read(platform.get(f"deliveries/{dead}"))["status"] == "pending"
    assert read(platform.post("deliveries/replay", {}), 202) == {"count": 0}
    assert read(platform.post("deliveries/replay", {"status": "delivered", "endpoint_id": on}), 202) == {"count": 1}
    assert_problem(platform.post("deliveries/replay", {"endpoint_id": off}), 409, "endpoint_off")


def test_a_range_of_dead_deliveries_is_sent_again(acme: Organization, platform: Platform) -> None:
    endpoint, now = platform.endpoint()["id"], timezone.now()
    made = [platform.ping(endpoint)["id"] for _ in range(3)]
    with organization_schema(acme):
        for days, delivery_id in enumerate(made):
            Delivery.objects.filter(pk=delivery_id).update(status="dead", created_at=now - timedelta(days=days))
    span = {"since": iso(now - timedelta(days=1, hours=1)), "until": iso(now - timedelta(hours=1))}
    assert read(platform.post("deliveries/replay", span), 202) == {"count": 1}
    assert [read(platform.get(f"deliveries/{each}"))["status"] for each in made] == ["dead", "pending", "dead"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"status": "pending"}, "/status"), ({"since": "yesterday"}, "/since"), ({"endpoint": "we_1"}, "/endpoint")],
)
def test_a_replay_that_cannot_be_understood_replays_nothing(platform: Platform, body: Any, pointer: str) -> None:
    assert [where for where, _ in errors(platform.post("deliveries/replay", body))] == [pointer]


def test_lists_are_narrowed_and_turned_page_by_page(acme: Organization, platform: Platform) -> None:
    first, second = platform.endpoint()["id"], platform.endpoint()["id"]
    made = [platform.ping(endpoint) for endpoint in (first, first, first, second)]
    end(acme, made[0]["id"], "dead")
    assert ids(platform, "deliveries?status=dead") == [made[0]["id"]]
    assert ids(platform, f"deliveries?endpoint_id={second}") == [made[3]["id"]]
    assert ids(platform, f"deliveries?since={iso(timezone.now() + timedelta(hours=1))}") == []
    assert ids(platform, f"events?until={iso(timezone.now() + timedelta(hours=1))}&type=ping") == [
        each["event_id"] for each in reversed(made)
    ]
    assert ids(platform, "events?interview_id=int_none") == []
    for path, expected in (("deliveries", "id"), ("events", "event_id")):
        assert walk(platform, f"{path}?limit=3") == [each[expected] for each in reversed(made)]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("deliveries?status=lost", "/status"),
        ("deliveries?stauts=dead", "/stauts"),
        ("events?type=interview.danced", "/type"),
        ("events?since=yesterday", "/since"),
        ("events?interview_id=" + "x" * 10_000, "/interview_id"),
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(platform: Platform, query: str, pointer: str) -> None:
    assert [where for where, _ in errors(platform.get(query))] == [pointer]


@pytest.mark.parametrize("livemode", [True, False])
def test_another_organizations_and_the_other_modes_ids_are_unknown(
    acme: Organization, globex: Organization, livemode: bool
) -> None:
    owner = Platform.of(acme)
    endpoint = owner.endpoint()["id"]
    delivery = owner.ping(endpoint)
    end(acme, delivery["id"], "dead")
    stranger = Platform.of(globex) if livemode else Platform.of(acme, livemode=False)
    before = read(owner.get(f"webhook-endpoints/{endpoint}")), read(owner.get(f"deliveries/{delivery['id']}"))
    one = f"webhook-endpoints/{endpoint}"
    asked = [
        ("GET", one),
        ("PATCH", one),
        ("DELETE", one),
        *(("POST", f"{one}/{what}") for what in ("rotate-secret", "enable", "disable", "ping")),
        ("GET", f"events/{delivery['event_id']}"),
        ("GET", f"deliveries/{delivery['id']}"),
        ("POST", f"deliveries/{delivery['id']}/replay"),
    ]
    for method, path in asked:
        unknown = path.replace(endpoint, "we_x").replace(delivery["id"], "dlv_x").replace(delivery["event_id"], "evt_x")
        told = [
            assert_problem(stranger.ask(method, each, {}), 404, "not_found") | {"request_id": ""}
            for each in (path, unknown)
        ]
        assert told[0] == told[1]
    assert_problem(stranger.post("deliveries/replay", {"endpoint_id": endpoint}), 404, "not_found")
    assert read(stranger.post("deliveries/replay", {}), 202) == {"count": 0}
    for path in ("webhook-endpoints", "events", "deliveries", f"deliveries?endpoint_id={endpoint}"):
        assert ids(stranger, path) == []
    assert before == (read(owner.get(one)), read(owner.get(f"deliveries/{delivery['id']}")))


def test_each_method_needs_its_scope(acme: Organization, platform: Platform) -> None:
    endpoint = platform.endpoint()["id"]
    reader = Platform.of(acme, scopes=("webhooks:read",))
    writer = Platform.of(acme, scopes=("webhooks:write",))
    reads = ["webhook-endpoints", f"webhook-endpoints/{endpoint}", "events", "deliveries"]
    for path in reads:
        assert reader.get(path).status_code == 200
        assert_problem(writer.get(path), 403, "missing_scope")
    for method, path in [
        ("POST", "webhook-endpoints"),
        ("PATCH", f"webhook-endpoints/{endpoint}"),
        ("DELETE", f"webhook-endpoints/{endpoint}"),
        ("POST", "webhook-endpoints/rotate-secrets"),
        ("POST", f"webhook-endpoints/{endpoint}/ping"),
        ("POST", "deliveries/replay"),
    ]:
        assert_problem(reader.ask(method, path, {}), 403, "missing_scope")
    writer.ping(endpoint)


def test_a_list_asks_the_database_as_often_for_many_rows_as_for_few(platform: Platform) -> None:
    endpoint = platform.endpoint()["id"]
    counts = []
    for _ in range(2):
        platform.ping(endpoint)
        counts.append([queries(platform, path) for path in ("webhook-endpoints", "events", "deliveries")])
        platform.endpoint()
        platform.ping(endpoint)
    assert counts[0] == counts[1]


def queries(platform: Platform, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert platform.get(path).status_code == 200
    return len(captured)


def ids(platform: Platform, path: str) -> list[str]:
    return [each["id"] for each in read(platform.get(path))["results"]]


def walk(platform: Platform, path: str) -> list[str]:
    found, page = [], read(platform.get(path))
    while True:
        found += [each["id"] for each in page["results"]]
        if page["next"] is None:
            return found
        page = read(platform.get(page["next"]))


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
