from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class SchemaEditor(DatabaseSchemaEditor):
    """Notes what it runs when its connection asks for that, and makes no index for LIKE."""

    connection: Any

    def execute(self, sql: Any, params: Any = ()) -> None:
        text = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
        if self.connection.executed is not None:
            self.connection.executed.append(text)
        super().execute(text, None)

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        """Django adds one to each indexed text column. Nobody asks for ids by their beginning."""
