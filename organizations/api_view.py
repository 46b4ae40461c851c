"""The base of every view of the API: a key with the right scope, one transaction a change, POSTs at most once."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.db import transaction
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from . import idempotency
from .api_keys import Scope
from .authentication import ApiKeyAuthentication, HasScope, key_of

CHANGING = ("put", "patch", "delete")


class ApiView(GenericAPIView[Any]):
    """`scopes` names what each method needs. Handlers return a 2xx answer or raise."""

    scopes: ClassVar[Mapping[str, Scope]] = {}
    authentication_classes = (ApiKeyAuthentication,)
    permission_classes = (IsAuthenticated, HasScope)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """REST framework looks the handler up after this, so it finds the wrapped one."""
        super().initial(request, *args, **kwargs)
        method = (request.method or "").lower()
        handler = getattr(self, method, None)
        if handler and method == "post":
            setattr(self, method, partial(idempotency.once, handler))
        elif handler and method in CHANGING:
            setattr(self, method, transaction.atomic(handler))

    @property
    def livemode(self) -> bool:
        return key_of(self.request).livemode

    def paginated(self, queryset: Any) -> Response:
        """One page of the queryset, each row through `serializer_class`."""
        page = self.paginate_queryset(queryset)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
