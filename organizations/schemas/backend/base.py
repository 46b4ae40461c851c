"""Django's Postgres backend, with each statement run in the schema and role of the connection's scope.

A scope is wanted by `tenancy` and entered here, lazily, before the next statement. Postgres takes a SET back when the
transaction or savepoint that it happened in is rolled back, so then the scope counts as not entered.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import NotSupportedError
from psycopg.pq import TransactionStatus

from organizations.schemas.backend import scope as scopes
from organizations.schemas.backend.cursors import ScopedCursor
from organizations.schemas.backend.scope import Scope


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scopes.shared(self.settings_dict["NAME"])
        self.entered: Scope | None = None
        self.organization: Any = None  # the Organization whose schema the scope is in; tenancy keeps the two together

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"cursor_factory": ScopedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.entered = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        if name:
            raise NotSupportedError("A named cursor outlives the scope that it was opened in.")
        cursor = super().create_cursor()
        cursor.enter_scope = self.enter_scope
        return cursor

    def enter_scope(self) -> None:
        if self.entered == self.scope or self._status() == TransactionStatus.INERROR:
            return  # a failed transaction takes nothing but its rollback
        self.entered = None
        psycopg.Cursor(self.connection).execute(self.scope.statement())
        self.entered = self.scope

    def _commit(self) -> None:
        failed = self._status() == TransactionStatus.INERROR  # Postgres answers COMMIT with a rollback
        try:
            super()._commit()  # type: ignore[misc]
        except BaseException:
            self.entered = None
            raise
        if failed:
            self.entered = None

    def _rollback(self) -> None:
        self.entered = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        finally:
            self.entered = None

    def _status(self) -> TransactionStatus | None:
        return self.connection.info.transaction_status if self.connection else None
