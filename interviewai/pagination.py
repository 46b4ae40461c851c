"""Pages of lists, the newest first. Cursors are signed: one that was tampered with is refused."""

from django.core.signing import BadSignature, Signer
from rest_framework.exceptions import ParseError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

SIGNER = Signer(salt="interviewai.pagination")


class NewestFirst(CursorPagination):
    """`?limit=&cursor=`. Answers `{next, previous, results}`, the first two as whole addresses or null."""

    ordering = ("-created_at", "-id")
    page_size = 25
    max_page_size = 100
    page_size_query_param = "limit"

    def decode_cursor(self, request: Request) -> Cursor | None:
        given = request.query_params.get(self.cursor_query_param)
        if given is None:
            return None
        try:
            offset, reverse, position = SIGNER.unsign_object(given)
        except (BadSignature, ValueError, TypeError):
            raise ParseError("This cursor was not made by this API, or was changed.", code="invalid_cursor") from None
        return Cursor(offset=offset, reverse=reverse, position=position)

    def encode_cursor(self, cursor: Cursor) -> str:
        return replace_query_param(
            self.base_url or "",
            self.cursor_query_param,
            SIGNER.sign_object([cursor.offset, cursor.reverse, cursor.position]),
        )
