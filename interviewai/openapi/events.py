"""The `webhooks` section of the OpenAPI document, from the same models that check what is sent."""

from typing import Any

from pydantic.json_schema import models_json_schema

from interviewai.openapi.event_examples import example
from webhooks.event_types import DATA, SCHEMA_VERSION, EventType
from webhooks.staff.texts import EVENTS

SIGNED = {
    "webhook-id": "The same as `event_id`.",
    "webhook-timestamp": "When this attempt was made, in Unix seconds.",
    "webhook-signature": "`v1,<base64>` of `id.timestamp.body`, as Standard Webhooks has it. Two during a rotation.",
    "X-Webhook-Signature": "`sha256=<hex>` of the body. Two, with a comma between, during a rotation.",
    "X-Webhook-Version": "The version of the payload's schema.",
}


def add_events(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular."""
    models = [(model, "serialization") for model in DATA.values()]
    _names, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    result["components"]["schemas"] |= schemas["$defs"]
    result["webhooks"] = {kind.value: {"post": operation(kind)} for kind in EventType}
    return result


def operation(kind: EventType) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": description}
        for name, description in SIGNED.items()
    ]
    media = {"schema": envelope(kind), "example": example(kind)}
    return {
        "operationId": f"on_{kind.value.replace('.', '_')}",
        "summary": EVENTS[kind],
        "tags": ["Events"],
        "parameters": parameters,
        "requestBody": {"required": True, "content": {"application/json": media}},
        "responses": {"2XX": {"description": "Received. Any other answer, and none, is tried again; 410 ends it."}},
    }


def envelope(kind: EventType) -> dict[str, Any]:
    moment = {"type": "string", "format": "date-time"}
    properties = {
        "sent_at": moment | {"description": "Of this attempt."},
        "schema_version": {"const": SCHEMA_VERSION},
        "event": {"const": kind.value},
        "event_id": {"type": "string", "description": "The same in each attempt and replay: deduplicate by it."},
        "occurred_at": moment,
        "livemode": {"type": "boolean"},
        "data": {"$ref": f"#/components/schemas/{DATA[kind].__name__}"},
    }
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}
