"""Events and deliveries over HTTP, as a parent platform sees them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.parent_platform import assert_problem, read
from tests.webhooks.platform import Platform, due, end, errors
from webhooks.models import Attempt, Delivery


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


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
        Delivery.objects.filter(pk=delivery["id"]).update(attempt_count=2)
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
    assert platform.ids("deliveries?status=dead") == [made[0]["id"]]
    assert platform.ids(f"deliveries?endpoint_id={second}") == [made[3]["id"]]
    assert platform.ids(f"deliveries?since={iso(timezone.now() + timedelta(hours=1))}") == []
    assert platform.ids(f"events?until={iso(timezone.now() + timedelta(hours=1))}&type=ping") == [
        each["event_id"] for each in reversed(made)
    ]
    assert platform.ids("events?interview_id=int_none") == []
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


def walk(platform: Platform, path: str) -> list[str]:
    found, page = [], read(platform.get(path))
    while True:
        found += [each["id"] for each in page["results"]]
        if page["next"] is None:
            return found
        page = read(platform.get(page["next"]))


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
