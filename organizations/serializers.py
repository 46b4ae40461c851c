"""What every body of the API has in common."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """A member that is not known is an error: a misspelled option must not be taken for one that was left out."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(str(name) for name in data if name not in known):
                raise serializers.ValidationError(
                    {name: ["This member is not known."] for name in unknown}, code="unknown_member"
                )
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string and nothing else: a number that is taken for text hides a mistake of whoever sent it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Moment(serializers.DateTimeField):
    """As webhooks write it too: UTC, milliseconds, `Z`."""

    def to_representation(self, value: Any) -> str:
        moment: datetime = value
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ListFilter(StrictSerializer):
    """The query of a list: what each of them takes. A misspelled filter is an error too."""

    created_after = serializers.DateTimeField(required=False, help_text="Later than this.")
    created_before = serializers.DateTimeField(required=False, help_text="Earlier than this.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=100, help_text="Of one page; 25 by itself.")
    cursor = serializers.CharField(required=False, help_text="From `next` or `previous` of another page.")


def checked(kind: type[serializers.Serializer[Any]], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """The values that the serializer reads. Raises REST framework's ValidationError, which becomes a problem."""
    read = kind(data=data, partial=partial)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values
