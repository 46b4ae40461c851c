"""What every operation of the API has in common, so that single views need not repeat it."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter

from interviewai.openapi.components import HEADERS, RESPONSES
from organizations.platform_api.authentication import HEADER
from organizations.platform_api.serializers import StrictSerializer
from organizations.platform_api.view import ApiView

SCHEME = "ApiKey"
WITH_BODY = ("POST", "PUT", "PATCH")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[ -~]*[!-~][ -~]*$"},
    OpenApiParameter.HEADER,
    description="Any text of your own, a UUID for example. For 24 hours the same request gets the same answer.",
)


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = "organizations.platform_api.authentication.ApiKeyAuthentication"
    name = SCHEME

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        description = "`iai_live_...`, or `iai_test_...` for the sandbox. An owner makes keys on the settings page."
        return {"type": "apiKey", "in": "header", "name": HEADER, "description": description}

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[Any]]:
        scope = getattr(auto_schema.view, "scopes", {}).get(auto_schema.method)
        return {SCHEME: [scope.value] if scope else []}


class ApiSchema(AutoSchema):
    @property
    def needs_key(self) -> bool:
        return isinstance(self.view, ApiView)

    def get_override_parameters(self) -> list[Any]:
        return [IDEMPOTENCY_KEY] if self.needs_key and self.method == "POST" else []

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if operation and scope:
            told = (operation.get("description"), f"Needs the scope `{scope.value}`.")
            operation["description"] = "\n\n".join(filter(None, told))
        return operation

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's own signature
        """What a view says of itself by `extend_schema`. Docstrings are for those who work on the code."""
        return ""

    def is_deprecated(self) -> bool:
        return self.method in getattr(self.view, "deprecated", {}) or super().is_deprecated()

    def get_tags(self) -> list[str]:
        name = self._tokenize_path()[:1]
        return [TAGS.get(name[0], name[0].capitalize())] if name else ["About"]

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        told: dict[str, Any] = super()._get_response_bodies(direction)
        if direction != "response" or self.path.startswith("/webhook:"):
            return told
        for status, response in told.items():
            if status < "400":
                response["headers"] = response.get("headers", {}) | self._headers()
            elif "content" not in response:
                described = {"description": response["description"]} if response.get("description") else {}
                told[status] = RESPONSES[status] | described
        for status in self._failures():
            told.setdefault(status, {"$ref": f"#/components/responses/{status}"})
        return dict(sorted(told.items()))

    def _headers(self) -> dict[str, Any]:
        names = ["X-Request-ID", *(["RateLimit-Policy", "RateLimit"] if self.needs_key else [])]
        if self.needs_key and self.method == "POST":
            names.append("Idempotent-Replayed")
        if self.is_deprecated():
            names += ["Deprecation", "Sunset", "Link"]
        return {name: {"$ref": f"#/components/headers/{name}"} for name in names if name in HEADERS}

    def _failures(self) -> Iterator[str]:
        """The statuses that ApiView itself may answer; a view declares its own ones in `responses`, as `409: None`."""
        yield from ("429", "500")
        if self.needs_key:
            yield from ("400", "401", "403")
        if self.is_deprecated():
            yield "410"
        if "{" in self.path or self.method in WITH_BODY:  # Bodies name things too.
            yield "404"
        if self.method in WITH_BODY:
            yield from ("409", "413", "415", "422")
        elif self.method == "DELETE":
            yield "409"
        elif self._get_parameters():
            yield "422"

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, StrictSerializer) and direction == "request":
            schema["additionalProperties"] = False
        for name in getattr(serializer, "deprecated_fields", {}):
            if name in schema["properties"]:
                schema["properties"][name] |= {"deprecated": True}
        return schema


TAGS = {
    "interviews": "Interviews",
    "candidates": "Candidates",
    "job-descriptions": "Job descriptions",
    "jobs": "Job descriptions",
    "webhook-endpoints": "Webhooks",
    "webhooks": "Webhooks",
    "events": "Webhooks",
    "deliveries": "Webhooks",
    "sandbox": "Sandbox",
    "usage": "Usage",
}
