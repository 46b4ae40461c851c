"""What will go is announced to those whom it concerns."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from interviewai.openapi.document import openapi
from organizations.models import Organization
from organizations.platform_api.deprecation import Deprecated, DeprecatedFields
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import StrictSerializer
from organizations.platform_api.view import ApiView
from tests.parent_platform import Answer, Platform, assert_problem

pytestmark = pytest.mark.django_db(transaction=True)


class OldSerializer(DeprecatedFields, StrictSerializer):
    title = serializers.CharField()
    nickname = serializers.CharField(required=False)
    deprecated_fields: ClassVar = {"nickname": Deprecated(since=date(2027, 1, 10), link="https://example.com/nickname")}


class Old(ApiView):
    serializer_class = OldSerializer
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "POST": Scope.JOBS_WRITE}
    deprecated: ClassVar = {"GET": Deprecated(since=date(2027, 3, 1), sunset=date(2027, 9, 1))}

    @extend_schema(operation_id="old_read", summary="Read")
    def get(self, request: Request) -> Response:
        return Response({"title": "x"})

    @extend_schema(operation_id="old_write", summary="Write")
    def post(self, request: Request) -> Response:
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(self.get_serializer(asked.validated_data).data, status=201)


urlpatterns = [path("api/v1/old", Old.as_view()), path("api/v1/openapi.json", openapi)]


@pytest.fixture(autouse=True)
def old() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__, PUBLIC_URL="https://interviews.example.com"):
        yield


def test_a_deprecated_route_says_since_when_until_when_and_why(acme: Organization) -> None:
    answer = Platform.of(acme).get("/api/v1/old")
    assert answer["Deprecation"] == "@1803859200"
    assert answer["Sunset"] == "Wed, 01 Sep 2027 00:00:00 GMT"
    assert answer["Link"] == (
        '<https://interviews.example.com/api/docs/#deprecation>; rel="deprecation"; type="text/html"'
    )


def test_it_works_until_its_sunset_and_is_gone_from_then_on(acme: Organization) -> None:
    client = Platform.of(acme)
    with time_machine.travel("2027-08-31 23:59:59+00:00", tick=False):
        assert client.get("/api/v1/old").status_code == client.head("/api/v1/old").status_code == 200
    with time_machine.travel("2027-09-01 00:00:00+00:00", tick=False):
        gone = client.get("/api/v1/old")
        assert "https://interviews.example.com/api/docs/#deprecation" in assert_problem(gone, 410, "gone")["detail"]
        assert said(gone) == said(client.head("/api/v1/old")) == {"Deprecation", "Sunset", "Link"}
        assert client.post("/api/v1/old", {"title": "x"}).status_code == 201


def test_refusals_of_a_deprecated_route_say_it_too() -> None:
    assert "Deprecation" in Client().get("/api/v1/old")


def said(answer: Answer) -> set[str]:
    return {"Deprecation", "Sunset", "Link"} & set(answer.headers)


def test_a_deprecated_member_is_told_to_whoever_sends_it(acme: Organization) -> None:
    client = Platform.of(acme)
    assert said(client.post("/api/v1/old", {"title": "x"})) == set()
    answer = client.post("/api/v1/old", {"title": "x", "nickname": "y"})
    assert answer["Deprecation"] == "@1799539200"
    assert "https://example.com/nickname" in answer["Link"]
    assert "Sunset" not in answer


def test_the_document_marks_what_is_deprecated() -> None:
    told = Client().get("/api/v1/openapi.json").json()
    operations = told["paths"]["/api/v1/old"]
    assert operations["get"]["deprecated"] is True
    assert "Deprecation" in operations["get"]["responses"]["200"]["headers"]
    assert "410" in operations["get"]["responses"]
    assert "deprecated" not in operations["post"]
    members = told["components"]["schemas"]["Old"]["properties"]
    assert members["nickname"]["deprecated"] is True
    assert "deprecated" not in members["title"]
