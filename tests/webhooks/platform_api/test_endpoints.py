"""Endpoints over HTTP, as a parent platform sees them; events and deliveries: test_history_api."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.parent_platform import assert_problem, read
from tests.webhooks.platform import URL, Platform, due, end, errors
from webhooks.endpoints.registration import ENDPOINTS_MAX, active_secrets
from webhooks.models import Endpoint

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
        assert stranger.ids(path) == []
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
