"""A cursor that brings its connection into the wanted scope before each statement, and takes one at a time."""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base


def stay() -> None:
    """For what runs without Django around it: the pool's health check, setting the time zone."""


# The stubs know psycopg 2's cursor only.
Cursor: Any = base.Cursor


class ScopedCursor(Cursor):  # type: ignore[misc]
    enter_scope: Callable[[], None] = staticmethod(stay)

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        self.enter_scope()
        return super().execute(*args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> None:
        self.enter_scope()
        super().executemany(*args, **kwargs)

    def stream(self, *args: Any, **kwargs: Any) -> Any:
        self.enter_scope()
        return super().stream(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        self.enter_scope()
        return super().copy(*args, **kwargs)

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        """The extended protocol refuses "a; b", so nothing can be stacked on a statement. Private in psycopg 3.3."""
        super()._execute_send(query, force_extended=True, binary=binary)
