"""Which schemas lack migrations, what follows on migrations, or rights of this version."""

from psycopg import sql

from organizations.schemas.owner import Owner
from organizations.schemas.rights import RIGHTS_VERSION

TEMPLATE_SCHEMA = "organization_template"
BATCH = 50  # Postgres plans a longer UNION ever more slowly: measured, 500 cost three times as much a schema
DIGEST = sql.SQL("md5(string_agg(app || '.' || name, ' ' ORDER BY app, name))")


def behind(owner: Owner, schema_names: list[str]) -> dict[str, list[str]]:
    """Grouped by the digest of the migrations that they have: the template's own lack rights alone."""
    wanted, protected = template_digest(owner), protected_schemas(owner)
    groups: dict[str, list[str]] = {}
    for name, digest in applied_migrations(owner, schema_names).items():
        if digest != wanted or name not in protected:
            groups.setdefault(digest, []).append(name)
    return groups


def template_digest(owner: Owner) -> str:
    return applied_migrations(owner, [TEMPLATE_SCHEMA])[TEMPLATE_SCHEMA]


def applied_migrations(owner: Owner, schema_names: list[str]) -> dict[str, str]:
    """schema -> a digest of its migrations."""
    one = sql.SQL("SELECT {}, {} FROM {}")
    found: dict[str, str] = {}
    for start in range(0, len(schema_names), BATCH):
        names = schema_names[start : start + BATCH]
        queries = [one.format(sql.Literal(name), DIGEST, sql.Identifier(name, "django_migrations")) for name in names]
        found |= dict(owner.execute(sql.SQL(" UNION ALL ").join(queries)).fetchall())
    return found


def finished_migrations(owner: Owner) -> str:
    """The digest of the public schema's migrations after which Django has made all that it makes then."""
    row = owner.execute("SELECT obj_description('public.django_migrations'::regclass, 'pg_class')").fetchone()
    return row[0] or "" if row else ""


def protected_schemas(owner: Owner) -> set[str]:
    """Those with the rights of this version and both roles; a restored backup has the rights, but no roles."""
    found = owner.execute(
        "SELECT nspname FROM pg_namespace WHERE obj_description(oid, 'pg_namespace') = %s"
        " AND to_regrole(quote_ident(current_database() || '_' || nspname)) IS NOT NULL"
        " AND to_regrole(quote_ident(current_database() || '_' || nspname || '_candidate')) IS NOT NULL",
        [f"rights {RIGHTS_VERSION}"],
    )
    return {name for (name,) in found}
