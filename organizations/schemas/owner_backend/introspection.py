from typing import Any

from django.db.backends.postgresql.introspection import TableInfo
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection

# Through pg_depend, which has an index for that: pg_class has none, and is long with a thousand organizations.
TABLES = """
SELECT relname, CASE WHEN relispartition THEN 'p' WHEN relkind IN ('m', 'v') THEN 'v' ELSE 't' END,
       obj_description(pg_class.oid, 'pg_class')
  FROM pg_depend JOIN pg_class ON pg_class.oid = objid AND relkind IN ('f', 'm', 'p', 'r', 'v')
 WHERE classid = 'pg_class'::regclass
   AND refclassid = 'pg_namespace'::regclass AND refobjid = to_regnamespace(quote_ident(%s))
"""


class SchemaIntrospection(DatabaseSchemaIntrospection):  # type: ignore[misc]  # django-tenants says nothing of its types
    def get_table_list(self, cursor: Any) -> list[TableInfo]:
        """Django asks of each table in the database whether it is visible: with a thousand schemas, 80 ms a call."""
        cursor.execute(TABLES, [self.connection.schema_name])
        return [TableInfo(*row) for row in cursor.fetchall()]
