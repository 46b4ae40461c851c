"""From a migrated schema to the statements that make another one like it.

Read from Postgres' own catalog, so it needs no pg_dump of the server's version. Every name stands in the statements as
the migrations left it, and without its schema: they run in whatever schema the search path names. What a migration may
make and this cannot repeat (a view, a trigger, a function, a type) is refused in `refuse_the_unrepeatable`.
"""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError
from psycopg import Connection, sql
from psycopg.rows import namedtuple_row, scalar_row

STORAGE = {"s": "STORED", "v": "VIRTUAL"}

# Through pg_depend, which has an index for that: pg_class has none, and is long with a thousand organizations.
TABLES = """
SELECT pg_class.oid FROM pg_depend JOIN pg_class ON pg_class.oid = objid AND relkind = 'r'
 WHERE refclassid = 'pg_namespace'::regclass AND refobjid = %(schema)s::regnamespace AND classid = 'pg_class'::regclass
"""

UNREPEATABLE = """
SELECT pg_describe_object(classid, objid, 0) FROM pg_depend AS member
  LEFT JOIN pg_class ON classid = 'pg_class'::regclass AND pg_class.oid = objid
 WHERE refclassid = 'pg_namespace'::regclass AND refobjid = %(schema)s::regnamespace
   AND (relkind = 'r' AND NOT (relhassubclass OR relispartition OR relpersistence <> 'p')) IS NOT TRUE
   AND NOT (relkind = 'S' AND EXISTS (SELECT FROM pg_depend AS owning WHERE owning.classid = 'pg_class'::regclass
                                      AND owning.objid = member.objid AND owning.deptype = 'i')) IS TRUE
UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgrelid = ANY (%(tables)s::oid[]) AND NOT tgisinternal
UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite WHERE ev_class = ANY (%(tables)s::oid[])
"""

# One line a column, in the order of the table; `sequence` is set for an identity column.
COLUMNS = """
SELECT relname AS table_name, attname AS name, format_type(atttypid, atttypmod) AS type,
       attidentity AS identity, attgenerated AS generated, pg_get_expr(adbin, adrelid) AS expression,
       CASE WHEN attcollation NOT IN (0, typcollation) THEN attcollation::regcollation::text END AS collation,
       attnotnull AS required,
       (SELECT conname FROM pg_constraint WHERE conrelid = attrelid AND contype = 'n' AND conkey = ARRAY[attnum])
         AS required_name,
       (SELECT sequences.relname FROM pg_depend JOIN pg_class AS sequences ON sequences.oid = pg_depend.objid
         WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = attrelid
           AND refobjsubid = attnum AND deptype = 'i' AND sequences.relkind = 'S') AS sequence
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type ON pg_type.oid = atttypid
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
 WHERE pg_class.oid = ANY (%(tables)s::oid[])
 ORDER BY pg_class.relname, attnum
"""

# Written into CREATE TABLE, which spares an ALTER TABLE for each; NOT NULL stands with its column.
CONSTRAINTS = """
SELECT relname AS table_name,
       format('CONSTRAINT %%I %%s', conname, pg_get_constraintdef(pg_constraint.oid, true)) AS text
  FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
 WHERE conrelid = ANY (%(tables)s::oid[]) AND contype NOT IN ('f', 'n')
 ORDER BY conname
"""

# After all tables: the other one may come later, and two may point at each other.
FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%I ', relname) || string_agg(format(
         'ADD CONSTRAINT %%I %%s', conname, pg_get_constraintdef(pg_constraint.oid, true)), ', ' ORDER BY conname)
  FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
 WHERE conrelid = ANY (%(tables)s::oid[]) AND contype = 'f'
 GROUP BY relname ORDER BY relname
"""

INDEXES = """
SELECT pg_get_indexdef(indexrelid, 0, true)
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
 WHERE indrelid = ANY (%(tables)s::oid[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = indrelid AND conindid = indexrelid
                   AND contype IN ('p', 'u', 'x'))
 ORDER BY relname
"""

COMMENTS = """
SELECT CASE WHEN objsubid = 0 THEN format('COMMENT ON TABLE %%I IS %%L', relname, description)
            ELSE format('COMMENT ON COLUMN %%I.%%I IS %%L', relname, attname, description) END
  FROM pg_description JOIN pg_class ON pg_class.oid = objoid AND classoid = 'pg_class'::regclass
  LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid
 WHERE pg_class.oid = ANY (%(tables)s::oid[])
 ORDER BY relname, objsubid
"""


def statements(connection: "Connection[Any]", schema_name: str, *, with_rows: bool = True) -> str:
    """The whole schema as one text, with the rows that migrations wrote. Needs a transaction."""
    connection.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(schema_name)))
    tables = listed(connection, TABLES, {"schema": schema_name})
    found = {"schema": schema_name, "tables": tables}
    refuse_the_unrepeatable(connection, found)
    columns = by_table(connection, COLUMNS, found)
    constraints = by_table(connection, CONSTRAINTS, found)
    with_content = columns if with_rows else ()
    lines = [
        *(create_table(connection, table, columns[table], constraints.get(table, [])) for table in columns),
        *(line for table in with_content for line in insert_rows(connection, table, columns[table])),
        *listed(connection, FOREIGN_KEYS, found),
        *listed(connection, INDEXES, found),
        *listed(connection, COMMENTS, found),
    ]
    return ";\n".join(lines) + ";\n"


def refuse_the_unrepeatable(connection: "Connection[Any]", parameters: dict[str, Any]) -> None:
    found = listed(connection, UNREPEATABLE, parameters)
    if found:
        raise CommandError(f"A migration made what schemas/template.py cannot repeat: {', '.join(found)}.")


def listed(connection: "Connection[Any]", query: str, parameters: dict[str, Any]) -> list[Any]:
    cursor = connection.cursor(row_factory=scalar_row)
    return cursor.execute(query, parameters).fetchall()


def by_table(connection: "Connection[Any]", query: str, parameters: dict[str, Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    cursor = connection.cursor(row_factory=namedtuple_row)
    rows: Iterator[Any] = iter(cursor.execute(query, parameters))
    for row in rows:
        found.setdefault(row.table_name, []).append(row)
    return found


def create_table(connection: "Connection[Any]", table: str, columns: list[Any], constraints: list[Any]) -> str:
    described = [*map(describe, columns), *(sql.SQL(constraint.text) for constraint in constraints)]
    return (
        sql.SQL("CREATE TABLE {} ({})")
        .format(sql.Identifier(table), sql.SQL(", ").join(described))
        .as_string(connection)
    )


def describe(column: Any) -> sql.Composed:
    return sql.SQL(" ").join([sql.Identifier(column.name), sql.SQL(column.type), *modifiers(column)])


def modifiers(column: Any) -> Iterator[sql.Composable]:
    if column.collation:
        yield sql.SQL(f"COLLATE {column.collation}")
    if column.identity:
        kind = "ALWAYS" if column.identity == "a" else "BY DEFAULT"
        sequence = sql.Identifier(column.sequence)
        yield sql.SQL(f"GENERATED {kind} AS IDENTITY (SEQUENCE NAME {{}})").format(sequence)
    elif column.generated:
        yield sql.SQL(f"GENERATED ALWAYS AS ({column.expression}) {STORAGE[column.generated]}")
    elif column.expression:
        yield sql.SQL(f"DEFAULT {column.expression}")
    if column.required_name:  # from Postgres 18 on, NOT NULL is a constraint with a name
        yield sql.SQL("CONSTRAINT {}").format(sql.Identifier(column.required_name))
    if column.required:
        yield sql.SQL("NOT NULL")


def insert_rows(connection: "Connection[Any]", table: str, columns: list[Any]) -> Iterator[str]:
    """Rows travel as JSON; an identity column then goes on after the last of them."""
    name = sql.Identifier(table)
    cursor = connection.cursor(row_factory=scalar_row)
    found = cursor.execute(sql.SQL("SELECT jsonb_agg(to_jsonb(row))::text FROM {} AS row").format(name)).fetchone()
    if found is None:
        return
    stored = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns if not column.generated)
    yield (
        sql.SQL("INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, {rows})")
        .format(table=name, columns=stored, rows=sql.Literal(found))
        .as_string(connection)
    )
    for identity in (sql.Identifier(column.name) for column in columns if column.identity):
        following = cursor.execute(sql.SQL("SELECT max({}) + 1 FROM {}").format(identity, name)).fetchone()
        yield (
            sql.SQL("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}")
            .format(name, identity, sql.Literal(following))
            .as_string(connection)
        )
