"""Pages of lists, the newest first. Cursors are signed for their list: one that was tampered with is refused."""

from typing import Any

from django.core.signing import BadSignature, Signer
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from interviewai.kernel.errors import DomainError


class UnreadableCursor(DomainError):
    code = "invalid_cursor"


class NewestFirst(CursorPagination):
    """`?limit=&cursor=`. Answers `{next, previous, results}`, the first two as whole addresses or null."""

    ordering = ("-created_at", "-id")
    page_size = 25
    max_page_size = 100
    page_size_query_param = "limit"

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not (given.isascii() and given.isdecimal() and 0 < int(given[:9]) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: [f"A number from 1 to {self.max_page_size}."]})
        return int(given)

    def decode_cursor(self, request: Request) -> Cursor | None:
        self.asked = request
        given = request.query_params.get(self.cursor_query_param)
        if given is None:
            return None
        try:
            offset, reverse, position = signer(request).unsign_object(given)
        except (BadSignature, ValueError, TypeError):
            raise UnreadableCursor("This cursor was not made for this list, or was changed.") from None
        return Cursor(offset=offset, reverse=reverse, position=position)

    def encode_cursor(self, cursor: Cursor) -> str:
        return replace_query_param(
            self.base_url or "",
            self.cursor_query_param,
            signer(self.asked).sign_object([cursor.offset, cursor.reverse, cursor.position]),
        )

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
