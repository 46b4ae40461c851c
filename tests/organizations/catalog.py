"""All that Postgres knows of a schema, without the schema's own name."""

import re
from typing import Any

from django.db import connections

QUERIES = {
    "tables": "SELECT relname, relrowsecurity, relforcerowsecurity, relpersistence, reloptions FROM pg_class"
    " WHERE relnamespace = %(oid)s AND relkind = 'r'",
    # A column that a migration removed leaves a gap in the positions of the others: their order is meant.
    "columns": "SELECT table_name, rank() OVER (PARTITION BY table_name ORDER BY ordinal_position),"
    " column_name, data_type, udt_name, character_maximum_length, numeric_precision,"
    " numeric_scale, collation_name, is_nullable, column_default, is_identity, identity_generation, identity_start,"
    " identity_increment, identity_maximum, is_generated, generation_expression"
    " FROM information_schema.columns WHERE table_schema = %(name)s",
    "constraints": "SELECT conrelid::regclass::text, conname, contype, condeferrable, condeferred, convalidated,"
    " pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = %(oid)s",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(name)s",
    "sequences": "SELECT sequencename, data_type, start_value, increment_by, max_value, cycle"
    " FROM pg_sequences WHERE schemaname = %(name)s",
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies"
    " WHERE schemaname = %(name)s",
    "grants on tables": "SELECT relname, relkind, relacl::text FROM pg_class WHERE relnamespace = %(oid)s",
    "grants on columns": "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
    " WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = %(oid)s) AND attacl IS NOT NULL",
    "grants on the schema": "SELECT nspacl::text, obj_description(oid, 'pg_namespace') FROM pg_namespace"
    " WHERE oid = %(oid)s",
    "roles": "SELECT rolname, rolcanlogin, rolinherit, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles"
    " WHERE rolname LIKE '%%' || %(name)s || '%%'",
    "memberships": "SELECT roleid::regrole::text, member::regrole::text, admin_option, inherit_option, set_option"
    " FROM pg_auth_members WHERE roleid::regrole::text LIKE '%%' || %(name)s || '%%'",
}


def describe(schema_name: str) -> dict[str, list[tuple[str, ...]]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s)::oid", [schema_name])
        parameters = {"name": schema_name, "oid": cursor.fetchone()[0]}
        described = {kind: rows(cursor, query, parameters) for kind, query in QUERIES.items()}
        if described["tables"]:
            applied = f"SELECT app, name FROM {schema_name}.django_migrations"  # noqa: S608
            described["applied migrations"] = rows(cursor, applied, parameters)
    return described


def rows(cursor: Any, query: str, parameters: dict[str, Any]) -> list[tuple[str, ...]]:
    cursor.execute(query, parameters)
    return sorted(tuple(comparable(str(value), parameters["name"]) for value in row) for row in cursor.fetchall())


def comparable(text: str, schema_name: str) -> str:
    """Postgres writes an array of texts differently once it has read its own writing: without its casts it is one."""
    if "ARRAY[" in text:
        text = re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)
    return text.replace(schema_name, "<schema>")
