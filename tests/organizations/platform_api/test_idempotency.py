"""A POST that is sent again does nothing again."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from jobs.models import JobDescription
from organizations.api_requests.models import IdempotentRequest
from organizations.models import Organization
from organizations.platform_api import idempotency
from organizations.tenancy import organization_schema
from tests.parent_platform import Platform, assert_problem
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)


def notes(organization: Organization) -> list[str]:
    with organization_schema(organization):
        return list(JobDescription.objects.values_list("title", flat=True))


def test_the_same_request_gets_the_same_answer(acme: Organization) -> None:
    client = Platform.of(acme)
    first = client.post(NOTES, {"title": "once", "labels": {"a": "1", "b": "2"}}, idempotency_key="k1")
    again = client.post(NOTES, '{"labels": {"b": "2", "a": "1"},  "title": "once"}', idempotency_key="k1")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 201
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert first["X-Request-ID"] != again["X-Request-ID"]
    assert notes(acme) == ["once"]


def test_an_answer_without_a_body_is_repeated_too(acme: Organization) -> None:
    client = Platform.of(acme)
    answers = [client.post("/api/v1/empty", {}, idempotency_key="k1") for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert notes(acme) == ["empty"]


def test_quoted_and_bare_are_one_key(acme: Organization) -> None:
    client = Platform.of(acme)
    client.post(NOTES, {"title": "x"}, idempotency_key='"a-key"')
    assert client.post(NOTES, {"title": "x"}, idempotency_key="a-key")["Idempotent-Replayed"] == "true"


def test_another_request_under_the_same_key_is_refused(acme: Organization) -> None:
    client = Platform.of(acme)
    client.post(NOTES, {"title": "x"}, idempotency_key="k1")
    for path, body in ((NOTES, {"title": "y"}), ("/api/v1/empty", {"title": "x"}), (f"{NOTES}?a=1", {"title": "x"})):
        assert_problem(client.post(path, body, idempotency_key="k1"), 422, "idempotency_key_reused")
    assert notes(acme) == ["x"]


def test_an_answer_whose_sealing_key_is_gone_is_said_to_be_lost_and_nothing_is_done_again(
    acme: Organization, settings: object
) -> None:
    client = Platform.of(acme)
    settings.ENCRYPTION_KEYS = ["an older key"]  # type: ignore[attr-defined]
    client.post(NOTES, {"title": "x"}, idempotency_key="k1")
    settings.ENCRYPTION_KEYS = ["another one"]  # type: ignore[attr-defined]
    assert_problem(client.post(NOTES, {"title": "x"}, idempotency_key="k1"), 409, "idempotency_answer_lost")
    assert notes(acme) == ["x"]


def test_keys_are_apart_by_organization_and_mode(acme: Organization, globex: Organization) -> None:
    for client in (Platform.of(acme), Platform.of(acme, livemode=False), Platform.of(globex)):
        answer = client.post(NOTES, {"title": "x"}, idempotency_key="k1")
        assert "Idempotent-Replayed" not in answer
        assert answer.status_code == 201


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "naïve", "a\tb"])
def test_a_key_that_is_none_is_refused(acme: Organization, key: str) -> None:
    answer = Platform.of(acme).post(NOTES, {"title": "x"}, idempotency_key=key)
    assert_problem(answer, 400, "idempotency_key_unreadable")


def test_while_the_first_is_under_way_the_second_is_told_to_come_back(acme: Organization) -> None:
    client = Platform.of(acme)
    with organization_schema(acme), transaction.atomic():
        assert idempotency.lock("k1", livemode=True)
        answers: list[Any] = []
        other = threading.Thread(target=lambda: answers.append(from_elsewhere()))

        def from_elsewhere() -> object:
            try:
                return client.post(NOTES, {"title": "x"}, idempotency_key="k1")
            finally:
                connection.close()

        other.start()
        other.join()
    assert_problem(answers[0], 409, "idempotency_in_flight")
    assert answers[0]["Retry-After"] == "1"
    assert client.post(NOTES, {"title": "x"}, idempotency_key="k1").status_code == 201


def test_what_was_refused_may_be_corrected_under_the_same_key(acme: Organization) -> None:
    client = Platform.of(acme)
    assert_problem(client.post(NOTES, {}, idempotency_key="k1"), 422, "invalid")
    assert_problem(client.post("/api/v1/crash", {}, idempotency_key="k1"), 500, "internal")
    assert client.post(NOTES, {"title": "x"}, idempotency_key="k1").status_code == 201
    assert notes(acme) == ["x"]


def test_after_a_day_a_key_is_free_again(acme: Organization) -> None:
    client = Platform.of(acme)
    client.post(NOTES, {"title": "x"}, idempotency_key="k1")
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert client.post(NOTES, {"title": "x"}, idempotency_key="k1")["Idempotent-Replayed"] == "true"
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "Idempotent-Replayed" not in client.post(NOTES, {"title": "x"}, idempotency_key="k1")
    assert notes(acme) == ["x", "x"]


def test_the_stored_answer_cannot_be_read(acme: Organization) -> None:
    Platform.of(acme).post(NOTES, {"title": "a secret"}, idempotency_key="k1")
    with organization_schema(acme):
        assert "a secret" not in json.dumps(IdempotentRequest.objects.values_list("response", flat=True)[0])
