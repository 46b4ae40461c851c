"""Who calls the API: ApiMiddleware has looked the key up; here REST framework is told."""

from dataclasses import dataclass
from typing import cast

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from organizations.models import ApiKey
from organizations.platform_api.keys import Scope

HEADER = "X-API-Key"
CHALLENGE = f'ApiKey realm="InterviewAI", header="{HEADER}"'


@dataclass(frozen=True)
class Platform:
    """What REST framework calls the user."""

    key: ApiKey
    is_authenticated: bool = True


class ApiKeyAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Platform, ApiKey] | None:
        refusal: APIException | None = getattr(request._request, "api_refusal", None)
        if refusal:
            raise refusal
        key: ApiKey | None = getattr(request._request, "api_key", None)
        return (Platform(key), key) if key else None

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class HasScope(BasePermission):
    """The view's `scopes` say what each method needs. A method that names none is refused, if there is one at all."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        method = method_of(request)
        needed: Scope | None = getattr(view, "scopes", {}).get(method)
        if needed is None:
            return method == "OPTIONS" or not hasattr(view, method.lower())
        self.message = f"This key may not do that: it lacks the scope {needed}."
        self.code = "missing_scope"
        return needed in key_of(request).scopes


def method_of(request: Request) -> str:
    """As views name it: HEAD is answered by what answers GET."""
    return "GET" if request.method == "HEAD" else request.method or ""


def key_of(request: Request) -> ApiKey:
    return cast("ApiKey", request.auth)
