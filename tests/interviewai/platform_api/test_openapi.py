"""The document that platforms build on."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from interviewai.openapi.event_examples import example
from organizations.platform_api.view import ApiView
from webhooks.event_types import DATA, EventType, checked

pytestmark = pytest.mark.django_db(transaction=True)
METHODS = {"get", "post", "put", "patch", "delete"}


def document() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def operations(told: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, item[method]) for path, item in told["paths"].items() for method in METHODS & set(item)]


@pytest.mark.parametrize("urlconf", ["interviewai.urls", "tests.platform_api.notes"])
def test_the_document_is_made_without_a_warning(urlconf: str) -> None:
    with override_settings(ROOT_URLCONF=urlconf):
        call_command("spectacular", "--validate", "--fail-on-warn", urlconf=urlconf, stdout=io.StringIO())


def test_it_is_openapi_3_1_and_needs_no_key() -> None:
    told = document()
    assert told["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(told).validate()


def test_it_is_cached_by_its_content() -> None:
    first = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first["Cache-Control"]


def test_every_operation_tells_what_can_go_wrong_in_one_shape() -> None:
    told = document()
    assert operations(told)
    for path, method, operation in operations(told):
        if path == "/api/v1/":
            continue
        assert {"400", "401", "403", "429", "500"} <= set(operation["responses"]), (path, method)
        assert operation["summary"]
        assert operation["tags"]
        for status, response in operation["responses"].items():
            if status >= "400":
                content = resolved(told, response)["content"]
                assert list(content) == ["application/problem+json"]
                assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
            else:
                assert {"X-Request-ID", "RateLimit", "RateLimit-Policy"} <= set(response["headers"])


def test_every_operation_needs_the_key_and_every_post_takes_an_idempotency_key() -> None:
    for path, method, operation in operations(document()):
        if path == "/api/v1/":
            assert "security" not in operation
            continue
        assert [list(needed) for needed in operation["security"]] == [["ApiKey"]]
        assert operation["security"][0]["ApiKey"], f"{method} {path} needs no scope"
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert ("Idempotency-Key" in names) == (method == "post")


def test_every_event_is_a_webhook_with_an_example_that_its_schema_takes() -> None:
    told = document()
    assert set(told["webhooks"]) == {kind.value for kind in EventType}
    for kind in EventType:
        sample = example(kind)
        media = told["webhooks"][kind.value]["post"]["requestBody"]["content"]["application/json"]
        assert media["example"] == sample
        assert checked(kind, sample["data"]) == sample["data"]
        assert DATA[kind].__name__ in told["components"]["schemas"]
        assert set(media["schema"]["required"]) == set(sample)


def test_a_body_with_unknown_members_is_against_the_schema() -> None:
    schemas = document()["components"]["schemas"]
    assert schemas["NoteRequest"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Note"]


def test_every_handler_of_every_view_names_its_scope() -> None:
    for view in subclasses(ApiView):
        handled = {method.upper() for method in METHODS if hasattr(view, method)}
        assert handled <= set(view.scopes), view


def subclasses(view: type[ApiView]) -> list[type[ApiView]]:
    below = view.__subclasses__()
    return [*below, *(inner for child in below for inner in subclasses(child))]


def resolved(told: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = told
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)
