"""What every body of the API has in common."""

from collections.abc import Mapping
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
