"""Webhook resources on the wire: what is answered, what may be sent, and how lists are narrowed."""

import json
from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from interviewai.kernel.errors import Invalid
from interviewai.kernel.ids import MAX_LENGTH
from organizations.platform_api.serializers import BodySerializer, Moment, RowSerializer, SpanFilter, Text
from webhooks.endpoints.addresses import checked_url
from webhooks.endpoints.registration import checked_types
from webhooks.event_types import EventType
from webhooks.models import URL_MAX, Attempt, Delivery, Endpoint, Event

EVENT_TYPES = [kind.value for kind in EventType]
EVENT_TYPES_MAX = 50  # some named twice


class EndpointSerializer(RowSerializer[Endpoint]):
    """Where events are sent. `event_types` is empty for all of them. The signing secret is never told here."""

    event_types = serializers.ListField(child=serializers.ChoiceField(EVENT_TYPES))
    enabled = serializers.SerializerMethodField()
    disabled_reason = serializers.SerializerMethodField(help_text="Null while it is enabled.")
    failing_since = Moment(source="first_failure_at", allow_null=True)

    class Meta:
        model = Endpoint
        fields: tuple[str, ...] = (
            "id",
            "livemode",
            "url",
            "description",
            "event_types",
            "enabled",
            "disabled_at",
            "disabled_reason",
            "failing_since",
            "last_success_at",
            "previous_secret_expires_at",
            "created_at",
        )
        read_only_fields = fields

    def get_enabled(self, endpoint: Endpoint) -> bool:
        return endpoint.disabled_at is None

    def get_disabled_reason(self, endpoint: Endpoint) -> str | None:
        return endpoint.disabled_reason or None


class NewEndpointSerializer(EndpointSerializer):
    """With the signing secret, which is told here alone."""

    secret = serializers.CharField(read_only=True)

    class Meta(EndpointSerializer.Meta):
        fields = (*EndpointSerializer.Meta.fields, "secret")
        read_only_fields = fields


class SecretSerializer(serializers.Serializer[Any]):
    """A new signing secret. The one before it signs beside it until `previous_secret_expires_at`."""

    id = serializers.CharField(help_text="The endpoint's.")
    secret = serializers.CharField()
    previous_secret_expires_at = Moment()


class SecretsSerializer(serializers.Serializer[Any]):
    results = SecretSerializer(many=True)


def told_by(check: Callable[[Any], Any], value: Any) -> Any:
    """What the domain refuses becomes an error of the field, with the domain's own code."""
    try:
        return check(value)
    except Invalid as refusal:
        raise serializers.ValidationError(refusal.message, code=refusal.code) from None


class EndpointInput(BodySerializer):
    url = Text(max_length=URL_MAX, help_text="https, reachable from the internet.")
    description = Text(max_length=200, required=False, allow_blank=True)
    event_types = serializers.ListField(
        child=serializers.ChoiceField(EVENT_TYPES),
        max_length=EVENT_TYPES_MAX,
        required=False,
        help_text="Which events are sent. Empty: all.",
    )

    def validate_url(self, value: str) -> str:
        return str(told_by(checked_url, value))

    def validate_event_types(self, value: list[str]) -> list[str]:
        return list(told_by(checked_types, value))


class EventSerializer(RowSerializer[Event]):
    """`payload` is what was sent, but for `sent_at`, which each attempt adds."""

    interview_id = serializers.SerializerMethodField()
    payload = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ("id", "type", "livemode", "interview_id", "occurred_at", "payload")
        read_only_fields = fields

    def get_interview_id(self, event: Event) -> str | None:
        return event.interview_id or None

    def get_payload(self, event: Event) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(event.payload)
        return payload


class DeliverySerializer(RowSerializer[Delivery]):
    """One event on its way to one endpoint. `attempt_count` counts the tries of all rounds; a replay begins a round."""

    event_type = serializers.CharField(source="event.type")
    livemode = serializers.BooleanField(source="event.livemode")

    class Meta:
        model = Delivery
        fields: tuple[str, ...] = (
            "id",
            "livemode",
            "event_id",
            "event_type",
            "endpoint_id",
            "status",
            "attempt_count",
            "next_attempt_at",
            "ended_at",
            "created_at",
        )
        read_only_fields = fields


class AttemptSerializer(RowSerializer[Attempt]):
    """One request. `error` is null for an answer of 2xx; `response_excerpt` is the beginning of the answer's body."""

    error = serializers.SerializerMethodField()

    class Meta:
        model = Attempt
        fields = ("id", "number", "trigger", "started_at", "duration_ms", "status_code", "error", "response_excerpt")
        read_only_fields = fields

    def get_error(self, attempt: Attempt) -> str | None:
        return attempt.error or None


class DeliveryWithAttempts(DeliverySerializer):
    attempts = AttemptSerializer(many=True, source="counted_attempts")

    class Meta(DeliverySerializer.Meta):
        fields = (*DeliverySerializer.Meta.fields, "attempts")
        read_only_fields = fields


class EventFilter(SpanFilter):
    type = serializers.ChoiceField(EVENT_TYPES, required=False)
    interview_id = serializers.CharField(required=False, max_length=MAX_LENGTH)


class DeliveryFilter(SpanFilter):
    status = serializers.ChoiceField(Delivery.Status.values, required=False)
    endpoint_id = serializers.CharField(required=False, max_length=MAX_LENGTH)
    event_id = serializers.CharField(required=False, max_length=MAX_LENGTH)


class ReplayInput(BodySerializer):
    """What is sent again: all dead deliveries, unless it says otherwise."""

    status = serializers.ChoiceField(
        [value for value in Delivery.Status.values if value != Delivery.Status.PENDING],
        default=Delivery.Status.DEAD.value,
    )
    endpoint_id = serializers.CharField(required=False, max_length=MAX_LENGTH)
    since = serializers.DateTimeField(required=False, help_text="Created then or later.")
    until = serializers.DateTimeField(required=False, help_text="Created before.")


class ReplayedSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="How many deliveries are sent again.")
