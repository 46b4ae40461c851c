"""REST framework, as every view of the API has it."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "interviewai.openapi.operations.ApiSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["organizations.platform_api.bodies.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "organizations.platform_api.bodies.AlwaysJson",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_PAGINATION_CLASS": "interviewai.platform_api.pagination.NewestFirst",
    "EXCEPTION_HANDLER": "interviewai.platform_api.problems.answer",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
