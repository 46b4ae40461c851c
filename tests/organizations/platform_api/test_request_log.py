"""Each request with a key leaves a row, and the row tells nothing of anybody."""

import pytest
from django.db import connection
from django.test import Client

from organizations.api_requests.models import ApiRequest
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.parent_platform import Platform, issue
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)


def rows(organization: Organization) -> list[ApiRequest]:
    with organization_schema(organization):
        return list(ApiRequest.objects.order_by("created_at", "id"))


def test_a_request_is_found_by_the_id_of_its_answer(acme: Organization, globex: Organization) -> None:
    key_row, key = issue(acme, livemode=False)
    answers = [Platform(key).post(NOTES, {"title": "x"}), Platform(key).get("/api/v1/nothing")]
    assert [(row.id, row.method, row.path, row.status) for row in rows(acme)] == [
        (answers[0]["X-Request-ID"], "POST", NOTES, 201),
        (answers[1]["X-Request-ID"], "GET", "/api/v1/nothing", 404),
    ]
    assert {(row.key_id, row.livemode) for row in rows(acme)} == {(key_row.id, False)}
    assert rows(globex) == []


def test_a_crash_leaves_its_row_too(acme: Organization) -> None:
    Platform.of(acme).post("/api/v1/crash", {})
    assert [row.status for row in rows(acme)] == [500]


def test_without_a_key_there_is_nobody_to_write_it_for(acme: Organization) -> None:
    Client().get(NOTES)
    assert rows(acme) == []


def test_a_row_holds_neither_bodies_nor_what_somebody_put_into_an_address(acme: Organization) -> None:
    client = Platform.of(acme)
    client.post(f"{NOTES}?email=jane@example.com", {"title": "Jane Doe"})
    client.get(f"{NOTES}/jane@example.com")
    client.get(f"{NOTES}/Jane%20Doe")
    client.get(f"{NOTES}/nul%00")
    client.get(f"{NOTES}/{'x' * 2000}")
    client.get(f"{NOTES}/{client.key}")
    with organization_schema(acme), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(logs::text, ' ') FROM api_request_logs logs")
        (told,) = cursor.fetchone()
    assert "Jane" not in told
    assert "jane" not in told
    assert client.key not in told
    assert len(rows(acme)) == 6
