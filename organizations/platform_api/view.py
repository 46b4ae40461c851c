"""The base of every view of the API: a key with the right scope, one transaction a change, POSTs at most once."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.platform_api import deprecation, idempotency
from organizations.platform_api.authentication import ApiKeyAuthentication, HasScope, key_of, method_of
from organizations.platform_api.bodies import read_bounded, refuse_encoded
from organizations.platform_api.deprecation import Deprecated
from organizations.platform_api.keys import Scope
from organizations.platform_api.rate_limits import KeyRateThrottle

CHANGING = ("post", "put", "patch", "delete")


class ApiView(GenericAPIView[Any]):
    """`scopes` names what each method needs, `deprecated` what will go. Handlers return a 2xx answer or raise."""

    scopes: ClassVar[Mapping[str, Scope]] = {}
    deprecated: ClassVar[Mapping[str, Deprecated]] = {}
    authentication_classes = (ApiKeyAuthentication,)
    permission_classes: Sequence[Any] = (IsAuthenticated, HasScope)
    throttle_classes = (KeyRateThrottle,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """REST framework looks the handler up after this, so it finds the wrapped one."""
        if deprecated := self.deprecated.get(method_of(request)):
            deprecation.note(request._request, deprecated)
        super().initial(request, *args, **kwargs)
        deprecation.refuse_ended(deprecated)
        method = (request.method or "").lower()
        handler = getattr(self, method, None)
        if handler and method in CHANGING:
            refuse_encoded(request._request)
            read_bounded(request._request)
            changing = partial(idempotency.once, handler) if method == "post" else transaction.atomic(handler)
            setattr(self, method, changing)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """`Allow` says it all, and each answer has it."""
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in deprecation.headers(deprecation.noted(request._request)).items():
            answer[name] = value
        return answer

    @property
    def livemode(self) -> bool:
        return key_of(self.request).livemode

    def paginated(self, queryset: Any) -> Response:
        """One page of the queryset, each row through `serializer_class`."""
        page = self.paginate_queryset(queryset)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
