"""What will go away is announced on each answer that has to do with it: RFC 9745, and RFC 8594 for the day itself.

    class Interviews(ApiView):
        deprecated = {"GET": Deprecated(since=date(2027, 1, 10), sunset=date(2027, 7, 10))}      # a route

    class InterviewSerializer(DeprecatedFields, StrictSerializer):
        deprecated_fields = {"job": Deprecated(since=date(2027, 1, 10))}                          # a member

A member is announced to whoever sends it or gets it. The policy in words is on the page /api/docs/.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import http_date
from rest_framework import serializers

from interviewai.kernel.errors import Gone

POLICY = "/api/docs/#deprecation"


@dataclass(frozen=True)
class Deprecated:
    """`link` says what to do instead: an address, or a path on this site."""

    since: date
    sunset: date | None = None
    link: str = POLICY


def refuse_ended(deprecated: Deprecated | None) -> None:
    """Raises Gone from the day of the sunset on."""
    if deprecated and deprecated.sunset and deprecated.sunset <= datetime.now(UTC).date():
        raise Gone(f"This operation ended on {deprecated.sunset}. What to do instead: {address(deprecated.link)}")


def headers(found: Iterable[Deprecated]) -> dict[str, str]:
    """Of several, the earliest dates and every link."""
    several = sorted(found, key=lambda deprecated: deprecated.since)
    if not several:
        return {}
    links = dict.fromkeys(
        f'<{address(deprecated.link)}>; rel="deprecation"; type="text/html"' for deprecated in several
    )
    told = {"Deprecation": f"@{seconds(several[0].since)}", "Link": ", ".join(links)}
    if sunsets := [deprecated.sunset for deprecated in several if deprecated.sunset]:
        told["Sunset"] = http_date(seconds(min(sunsets)))
    return told


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def address(link: str) -> str:
    return settings.PUBLIC_URL + link if link.startswith("/") else link


def note(request: HttpRequest, deprecated: Deprecated) -> None:
    """ApiView tells of it in the answer."""
    noted: set[Deprecated] = request.__dict__.setdefault("deprecations", set())
    noted.add(deprecated)


def noted(request: HttpRequest) -> set[Deprecated]:
    found: set[Deprecated] = request.__dict__.get("deprecations", set())
    return found


class DeprecatedFields(serializers.Serializer[Any]):
    """For serializers that were made with the request in their context, as `get_serializer` does."""

    deprecated_fields: ClassVar[Mapping[str, Deprecated]] = {}

    def to_internal_value(self, data: Any) -> Any:
        self._note(data)
        return super().to_internal_value(data)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = super().to_representation(instance)
        self._note(told)
        return told

    def _note(self, members: Any) -> None:
        request = self.context.get("request")
        for name, deprecated in self.deprecated_fields.items():
            if request is not None and isinstance(members, Mapping) and name in members:
                note(request._request, deprecated)
