"""Pages of lists, the newest first. A cursor is the place of a row, by time and id, which no two rows share.

Cursors are signed for their list: one that was tampered with is refused.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from interviewai.kernel.errors import DomainError


class UnreadableCursor(DomainError):
    code = "invalid_cursor"


class Cursor(NamedTuple):
    """Beyond this row, towards the newer ones or the older ones."""

    newer: bool
    created_at: datetime
    id: str

    @property
    def rows(self) -> Q:
        """The first condition is implied by the second; an index on the time can use it."""
        side, at, id_ = "gt" if self.newer else "lt", self.created_at, self.id
        return Q(**{f"created_at__{side}e": at}) & (
            Q(**{f"created_at__{side}": at}) | Q(**{"created_at": at, f"id__{side}": id_})
        )


class NewestFirst(BasePagination):
    """`?limit=&cursor=`. Answers `{next, previous, results}`, the first two as whole addresses or null."""

    page_size = 25
    max_page_size = 100
    page_size_query_param = "limit"
    cursor_query_param = "cursor"

    def paginate_queryset(  # type: ignore[override]  # our lists are querysets
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        self.request, limit = request, self.get_page_size(request)
        self.cursor = cursor = self.decode_cursor(request)
        newer = bool(cursor and cursor.newer)
        order = ("created_at", "id") if newer else ("-created_at", "-id")
        found = list((queryset.filter(cursor.rows) if cursor else queryset).order_by(*order)[: limit + 1])
        self.goes_on = len(found) > limit
        self.page = found[:limit][::-1] if newer else found[:limit]
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    @property
    def next(self) -> str | None:
        if not self.cursor or not self.cursor.newer:
            return self.link(newer=False) if self.goes_on else None
        return self.link(newer=False) if self.page else self.start

    @property
    def previous(self) -> str | None:
        if not self.cursor:
            return None
        if self.cursor.newer:
            return self.link(newer=True) if self.goes_on else None
        return self.link(newer=True) if self.page else self.start

    def link(self, *, newer: bool) -> str:
        row = self.page[0] if newer else self.page[-1]
        cursor = signer(self.request).sign_object([newer, row.created_at.isoformat(), row.pk])
        return replace_query_param(self.address, self.cursor_query_param, cursor)

    @property
    def start(self) -> str:
        """Where a page leads whose rows have all gone."""
        return remove_query_param(self.address, self.cursor_query_param)

    @property
    def address(self) -> str:
        return self.request.build_absolute_uri()

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not (given.isascii() and given.isdecimal() and 0 < int(given[:9]) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: [f"A number from 1 to {self.max_page_size}."]})
        return int(given)

    def decode_cursor(self, request: Request) -> Cursor | None:
        given = request.query_params.get(self.cursor_query_param)
        if given is None:
            return None
        try:
            newer, created_at, id_ = signer(request).unsign_object(given)
            return Cursor(bool(newer), datetime.fromisoformat(created_at), str(id_))
        except (BadSignature, ValueError, TypeError):
            raise UnreadableCursor("This cursor was not made for this list, or was changed.") from None

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limit = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        cursor = {"name": self.cursor_query_param, "in": "query", "required": False, "schema": {"type": "string"}}
        return [
            cursor | {"description": "Where to go on: `next` and `previous` of an earlier answer hold it."},
            {"name": self.page_size_query_param, "in": "query", "required": False, "schema": limit}
            | {"description": "How many at most."},
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(properties), "properties": properties}


def signer(request: Request) -> Signer:
    return Signer(salt=f"interviewai.pagination:{request.path}")
