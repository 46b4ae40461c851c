"""What every body of the API has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.db import models
from rest_framework import serializers
from rest_framework.request import Request

from interviewai.kernel.moments import iso

ERRORS_TOLD = 50  # of one body
PAGING = ("cursor", "limit")
Row = TypeVar("Row", bound=models.Model)


class StrictSerializer(serializers.Serializer[Any]):
    """A member that is not known is an error: a misspelled option must not be taken for one that was left out."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(str(name) for name in data if name not in known):
                raise serializers.ValidationError(
                    {name: ["This member is not known."] for name in unknown[:ERRORS_TOLD]}, code="unknown_member"
                )
            self._refuse_long_lists(data)
        return super().to_internal_value(data)

    def _refuse_long_lists(self, data: Mapping[str, Any]) -> None:
        """Before each of their items is looked at."""
        for name, field in self.fields.items():
            most = field.max_length if isinstance(field, serializers.ListField) else None
            if most is not None and isinstance(data.get(name), list) and len(data[name]) > most:
                told = f"Ensure this field has no more than {most} elements."
                raise serializers.ValidationError({name: [told]}, code="max_length")


class BodySerializer(StrictSerializer):
    """Of a request's body: null for a member that may be left out means that it is left out, in every operation."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields: dict[str, serializers.Field[Any, Any, Any, Any]] = super().get_fields()
        for field in fields.values():
            field.allow_null = field.allow_null or not (field.required or field.read_only)
        return fields

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            optional = {name for name, field in self.fields.items() if field.allow_null}
            data = {name: value for name, value in data.items() if value is not None or name not in optional}
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string and nothing else: a number that is taken for text hides a mistake of whoever sent it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Moment(serializers.DateTimeField):
    """As webhooks write it too."""

    def to_representation(self, value: Any) -> str:
        return iso(value)


class RowSerializer(serializers.ModelSerializer[Row]):
    serializer_field_mapping: ClassVar = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: Moment,
    }


class ListFilter(StrictSerializer):
    """The query of a list, but for what turns its pages (interviewai.pagination). A misspelled one is an error too."""

    @classmethod
    def of(cls, request: Request) -> dict[str, Any]:
        return checked(cls, {name: value for name, value in request.query_params.items() if name not in PAGING})


class SpanFilter(ListFilter):
    since = serializers.DateTimeField(required=False, help_text="Included.")
    until = serializers.DateTimeField(required=False, help_text="Not included.")


def checked(kind: type[serializers.Serializer[Any]], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """The values that the serializer reads. Raises REST framework's ValidationError, which becomes a problem."""
    read = kind(data=data, partial=partial)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values
