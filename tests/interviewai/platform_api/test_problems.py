"""Whatever goes wrong has one shape."""

import json
import logging
from typing import Any

import pytest
from django.test import Client, override_settings

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.platform_api.bodies import BODY_MAX_BYTES
from organizations.tenancy import organization_schema
from tests.parent_platform import Platform, assert_problem
from tests.platform_api.notes import NOTES, SECRET_WORD

pytestmark = pytest.mark.django_db(transaction=True)
JSON = "application/json"


def sent(acme: Organization, body: bytes | str, content_type: str = JSON) -> Any:
    return Platform.of(acme).post(NOTES, body, content_type=content_type)


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "head", "trace"])
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/nothing/", "/api/v1/notes/", "/api/v1/a/b/../c"])
def test_an_unknown_address_is_a_problem(method: str, path: str) -> None:
    answer = getattr(Client(), method)(path)
    if method == "head":
        assert answer.status_code == 404
    else:
        assert_problem(answer, 404, "not_found")


def test_a_wrong_method_is_told_the_right_ones(acme: Organization) -> None:
    answer = Platform.of(acme).put(NOTES, {}, content_type=JSON)
    assert_problem(answer, 405, "method_not_allowed")
    assert {method.strip() for method in answer["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS", "POST"}
    assert_problem(Platform.of(acme).generic("BREW", NOTES), 405, "method_not_allowed")


def test_options_and_head_answer_without_a_body(acme: Organization) -> None:
    client = Platform.of(acme)
    options = client.options(NOTES)
    assert (options.status_code, options.content) == (204, b"")
    assert "POST" in options["Allow"]
    head = client.head(NOTES)
    assert (head.status_code, head.content) == (200, b"")
    assert_problem(Client().options(NOTES), 401, "not_authenticated")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b'{"title": NaN}',
        b'{"title": "\xff"}',
        b'{"title": ' + b"9" * 5000 + b"}",
        b'{"title": 1e999}',
        b"[" * 100_000,
        b'{"title":' * 50 + b"1" + b"}" * 50,
        rb'{"title": "\u0000"}',
        rb'{"title": "x", "labels": {"\u0000": "x"}}',
        rb'{"title": "x", "labels": {"a": "\ud800"}}',
        "{}".encode("utf-16"),
    ],
)
def test_a_body_that_is_not_json_is_refused(acme: Organization, body: bytes) -> None:
    answer = sent(acme, body)
    if body:
        assert_problem(answer, 400, "malformed")
    else:
        assert_problem(answer, 422, "invalid")


def test_a_charset_that_is_none_changes_nothing(acme: Organization) -> None:
    body = '{"title": "é"}'.encode()
    answer = Platform.of(acme).generic("POST", NOTES, body, content_type="application/json; charset=base64")
    assert answer.json()["title"] == "é"


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(acme: Organization, content_type: str) -> None:
    assert_problem(sent(acme, '{"title": "x"}', content_type), 415, "unsupported_media_type")


def test_a_giant_body_is_refused_with_and_without_an_idempotency_key(acme: Organization) -> None:
    body = json.dumps({"title": "x" * BODY_MAX_BYTES})
    assert_problem(sent(acme, body), 413, "too_large")
    headers = {"Idempotency-Key": "giant"}
    answer = Platform.of(acme).post(NOTES, body, content_type=JSON, headers=headers)
    assert_problem(answer, 413, "too_large")


def test_each_wrong_field_is_named_by_a_pointer(acme: Organization) -> None:
    problem = assert_problem(Platform.of(acme).post(NOTES, {"tilte": "x", "labels": {}}), 422, "invalid")
    assert problem["errors"] == [
        {"pointer": "/tilte", "code": "unknown_member", "message": "This member is not known."}
    ]
    problem = assert_problem(Platform.of(acme).post(NOTES, {"labels": {"a/b": []}}), 422, "invalid")
    assert {error["pointer"] for error in problem["errors"]} == {"/title", "/labels/a~1b"}
    assert_problem(Platform.of(acme).post(NOTES, ["a", "list"]), 422, "invalid")


def test_nul_characters_in_an_address_find_nothing(acme: Organization) -> None:
    assert_problem(Platform.of(acme).get(f"{NOTES}/job_%00"), 404, "not_found")
    assert_problem(Platform.of(acme).get(f"{NOTES}?cursor=%00"), 400, "malformed")


def test_any_accept_header_gets_json(acme: Organization) -> None:
    answer = Platform.of(acme).get(NOTES, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == JSON


def test_a_crash_is_a_problem_and_its_log_line_tells_nothing_of_anybody(
    acme: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = Platform.of(acme).get("/api/v1/crash")
    problem = assert_problem(answer, 500, "internal")
    logged = " ".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "api_failed" in logged
    assert "RuntimeError" in logged
    assert "notes.py" in logged
    assert problem["request_id"] in logged
    for told in (logged, answer.content.decode()):
        assert SECRET_WORD not in told


def test_what_a_crashed_request_wrote_is_taken_back(acme: Organization) -> None:
    assert_problem(Platform.of(acme).post("/api/v1/crash", {}), 500, "internal")
    note = Platform.of(acme).post(NOTES, {"title": "stays"}).json()["id"]
    assert_problem(Platform.of(acme).delete(f"{NOTES}/{note}"), 404, "not_found")
    with organization_schema(acme):
        assert [row.title for row in JobDescription.objects.all()] == ["stays"]


@override_settings(DEBUG=False, ALLOWED_HOSTS=["interviews.example.com"])
def test_a_wrong_host_is_a_problem_below_the_api_and_a_page_elsewhere() -> None:
    assert_problem(Client(raise_request_exception=False).get(NOTES), 400, "bad_request")
    assert Client(raise_request_exception=False).get("/accounts/login/")["Content-Type"].startswith("text/html")


def test_every_answer_has_a_request_id_and_is_not_stored_by_caches(acme: Organization) -> None:
    answers = [Platform.of(acme).get(NOTES), Client().get(NOTES), Client().get("/api/v1/"), Client().get("/api/v1/x")]
    assert len({answer["X-Request-ID"] for answer in answers}) == len(answers)
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


def test_the_root_leads_on() -> None:
    told = Client().get("/api/v1/").json()
    assert told["version"] == "v1"
    assert told["openapi"].endswith("/api/v1/openapi.json")
