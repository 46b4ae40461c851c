"""A key has its share of each minute, is told what is left of it, and is not held up when Redis is away."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client, override_settings

from interviewai.embedded.ports import free_port
from organizations.models import Organization
from organizations.platform_api import keys, rate_limits
from organizations.platform_api.rate_limits import standing
from tests.parent_platform import Answer, Platform, assert_problem
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 1_900_000_020  # begins a window


@pytest.fixture(autouse=True)
def five_a_minute() -> Iterator[None]:
    with override_settings(API_REQUESTS_PER_MINUTE=5):
        yield


def left(answer: Answer) -> tuple[int, int]:
    assert answer["RateLimit-Policy"] == '"default";q=5;w=60'
    found = re.fullmatch(r'"default";r=(\d+);t=(\d+)', answer["RateLimit"])
    assert found
    return int(found[1]), int(found[2])


def test_the_sixth_request_of_a_minute_is_refused_until_there_is_room(acme: Organization) -> None:
    client = Platform.of(acme)
    with time_machine.travel(MINUTE + 20, tick=False) as clock:
        assert [left(client.get(NOTES)) for _ in range(5)] == [(4, 40), (3, 40), (2, 40), (1, 40), (0, 40)]
        refused = client.get(NOTES)
        assert_problem(refused, 429, "rate_limited")
        assert left(refused) == (0, 41)
        assert refused["Retry-After"] == "41"
        clock.shift(40)
        assert client.get(NOTES).status_code == 429  # the window slides: at its start, all five still count
        clock.shift(1)
        assert client.get(NOTES).status_code == 200
        clock.shift(58)
        assert left(client.get(NOTES))[0] > 0


def test_waiting_as_long_as_retry_after_says_is_enough(acme: Organization) -> None:
    client = Platform.of(acme)
    with time_machine.travel(MINUTE + 7, tick=False) as clock:
        for _ in range(60):
            answer = client.get(NOTES)
            clock.shift(int(answer.headers.get("Retry-After", "3")))
            if answer.status_code == 429:
                answer = client.get(NOTES)
                assert answer.status_code == 200
                clock.shift(3)


def test_each_key_has_its_own_share(acme: Organization, globex: Organization) -> None:
    clients = [Platform.of(acme), Platform.of(acme), Platform.of(globex)]
    with time_machine.travel(MINUTE, tick=False):
        for client in clients:
            assert [left(client.get(NOTES))[0] for _ in range(5)] == [4, 3, 2, 1, 0]


def test_refusals_and_unknown_addresses_count_and_tell(acme: Organization) -> None:
    client = Platform.of(acme, scopes=[keys.Scope.JOBS_WRITE])
    with time_machine.travel(MINUTE, tick=False):
        assert left(client.get(NOTES)) == (4, 60)  # 403
        assert left(client.get("/api/v1/nothing")) == (3, 60)
        assert left(client.get("/api/v1/")) == (2, 60)
        client.get(NOTES)
        client.get(NOTES)
        assert_problem(client.get("/api/v1/nothing"), 429, "rate_limited")


def test_without_redis_requests_pass(acme: Organization) -> None:
    client = Platform.of(acme)
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"):
        answers = [client.get(NOTES) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer["RateLimit-Policy"] and "RateLimit" not in answer for answer in answers)


def test_keys_cannot_be_tried_endlessly(acme: Organization) -> None:
    right = Platform.of(acme)
    with time_machine.travel(MINUTE, tick=False):
        for _ in range(rate_limits.FAILURES_PER_MINUTE):
            assert_problem(Platform(keys.new_key(livemode=True)).get(NOTES), 401, "unusable_key")
        refused = Platform(keys.new_key(livemode=True)).get(NOTES)
        assert_problem(refused, 429, "rate_limited")
        assert refused["Retry-After"] == "61"
        assert right.get(NOTES).status_code == 200
        elsewhere = Client(REMOTE_ADDR="192.0.2.7", headers={"X-API-Key": "nonsense"}).get(NOTES)
        assert_problem(elsewhere, 401, "unusable_key")


@pytest.mark.parametrize(
    ("before", "current", "elapsed_s", "used", "reset_s"),
    [
        (0, 1, 30, 1, 30),
        (100, 1, 0, 101, 1),
        (100, 1, 59.4, 2, 1),
        (100, 90, 30, 140, 24),  # room for one more just after 53.4 seconds
        (100, 101, 30, 151, 31),
    ],
)
def test_the_window_slides(before: int, current: int, elapsed_s: float, used: int, reset_s: int) -> None:
    found = standing(100, before, current, elapsed_s)
    assert (found.used, found.reset_s) == (used, reset_s)
