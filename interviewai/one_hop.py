from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler


class OneHop(ASGIHandler):
    """A request is answered in one thread, from the first middleware to the view.

    Django's own handler goes back to the event loop between middleware and view, and to the thread again: a fifth of
    a call's CPU, for nothing where every view is synchronous.
    """

    _middleware_chain: Any

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        self._middleware_chain = sync_to_async(self._middleware_chain, thread_sensitive=True)
