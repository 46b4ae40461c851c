"""What a body says twice, or in no way that can be kept, is refused at its place; nothing of it is carried out."""

import json
from typing import Any

import pytest

from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.parent_platform import Platform, assert_problem

pytestmark = pytest.mark.django_db(transaction=True)
JOB = '"job_description": {"title": "Developer", "description": "Builds."}'
TWO_MAILS = '{"name": "Jane", "email": "jane@example.com", "email": "john@example.com"}'


def place_of(answer: Any, code: str) -> str:
    [error] = assert_problem(answer, 400, "malformed")["errors"]
    assert error["code"] == code
    assert error["message"]
    return str(error["pointer"])


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("interviews/schedule", "{" + JOB + ', "language": "en", "language": "en"}', "/language"),
        ("interviews/schedule", '{"candidate": ' + TWO_MAILS + "}", "/candidate/email"),
        ("interviews/schedule", r'{"candidate": {"email": "a@b.co", "\u0065mail": "c@d.co"}}', "/candidate/email"),
        ("interviews/schedule", '{"metadata": {"a/b~c": "1", "a/b~c": "2"}}', "/metadata/a~1b~0c"),
        ("interviews/schedule", '{"metadata": {"": "1", "": "1"}}', "/metadata/"),
        ("candidates/invite", '{"candidates": [' + TWO_MAILS + "]}", "/candidates/0/email"),
        (
            "candidates/invite",
            '{"candidates": [{"name": "x"}, {"x": [{"y": 1, "z": 0, "y": 1}]}]}',
            "/candidates/1/x/0/y",
        ),
        ("job-descriptions", '{"title": "A", "title": null, "description": "B"}', "/title"),
        ("webhook-endpoints", '{"url": "https://a.example.com", "url": "https://b.example.com"}', "/url"),
    ],
)
def test_a_member_that_stands_twice_is_named(acme: Organization, path: str, body: str, pointer: str) -> None:
    assert place_of(Platform.of(acme).post(path, body), "repeated_member") == pointer
    with organization_schema(acme):
        assert not Interview.objects.exists()


def test_an_idempotency_key_is_not_used_up_by_it(acme: Organization) -> None:
    platform = Platform.of(acme)
    twice = '{"title": "A", "title": "B", "description": "C"}'
    assert place_of(platform.post("job-descriptions", twice, idempotency_key="k"), "repeated_member") == "/title"
    once = {"title": "A", "description": "C"}
    assert platform.post("job-descriptions", once, idempotency_key="k").status_code == 201


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "number"),
        ("-Infinity", "number"),
        ("1e999", "number"),
        ("9" * 5000, "number"),
        ("-" + "9" * 400, "number"),
        (r'"\u0000"', "characters"),
        (r'"\ud800"', "characters"),
        (r'"\udc00\ud800"', "characters"),
    ],
)
def test_a_value_that_cannot_be_kept_is_named(acme: Organization, value: str, code: str) -> None:
    body = '{"title": "A", "description": "B", "custom_questions": ["Why?", ' + value + "]}"
    assert place_of(Platform.of(acme).post("job-descriptions", body), code) == "/custom_questions/1"


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 50 + "1" + "}" * 50, "{", "", "\ufeff{}", "{'a': 1}"])
def test_what_is_no_json_or_too_deep_says_so(acme: Organization, body: str) -> None:
    problem = assert_problem(Platform.of(acme).post("job-descriptions", body or " "), 400, "malformed")
    assert "JSON" in problem["detail"] or "nested" in problem["detail"]


def test_whole_surrogate_pairs_and_long_numbers_of_other_members_are_no_trouble(acme: Organization) -> None:
    body = json.dumps({"title": "Developer \N{ROCKET}", "description": "B"})
    assert "\\ud83d" in body
    told = Platform.of(acme).post("job-descriptions", body)
    assert (told.status_code, told.json()["title"]) == (201, "Developer \N{ROCKET}")
