from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

from interviewai.error_pages import too_busy
from interviewai.kernel.fair_turns import TooManyWaiting
from organizations.turn_taking import TURNS, of_request

Chain = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class OneHop(ASGIHandler):
    """A request is answered in one thread, from the first middleware to the view, when it is its client's turn.

    Django's own handler goes back to the event loop between middleware and view, and to the thread again: a fifth of
    a call's CPU, for nothing where every view is synchronous. It also begins all requests at once.
    """

    _middleware_chain: Any

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        chain: Chain = sync_to_async(self._middleware_chain, thread_sensitive=True)

        async def in_turn(request: HttpRequest) -> HttpResponseBase:
            try:
                async with TURNS.turn_of(of_request(request)):
                    return await chain(request)
            except TooManyWaiting:
                return too_busy(request)

        self._middleware_chain = in_turn
