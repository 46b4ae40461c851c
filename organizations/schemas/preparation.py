"""What `prepare_database` does, as the owner of the database, again and again: each step leaves what is right alone.

The version that runs meanwhile goes on serving: no table is waited for longer than `Patience` says.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connections, transaction
from psycopg import sql

from organizations.models import Organization, SchemaTemplate
from organizations.schemas import one_schema, privileges, rights, standing, template, upgrades
from organizations.schemas.owner import OWNER, raw
from organizations.schemas.patience import IN_USE, Patience, in_use
from organizations.schemas.standing import TEMPLATE_SCHEMA

OLDEST_POSTGRES = 17
PATIENCE = Patience()

Report = Callable[[str], object]


def prepare(report: Report, patience: Patience = PATIENCE) -> None:
    with sole_preparation():
        refuse_old_postgres()
        raw().execute(f"SET lock_timeout = {patience.lock_timeout_ms}")
        privileges.create_logins(raw())
        persist(patience, prepare_shared)
        for warning in privileges.close_escapes(raw()):
            report(warning)
        persist(patience, prepare_template)
        changed = upgrades.bring_up_to_date(schema_names(), report, patience)
    report(f"The database is ready. Organizations brought up to date: {changed}.")


@contextmanager
def sole_preparation() -> Iterator[None]:
    """Several machines may start at once: the others wait here, and then find nothing left to do."""
    owner = connections[OWNER]
    owner.ensure_connection()
    raw().execute("SELECT pg_advisory_lock(hashtext('interviewai prepare_database'))")
    try:
        yield
    finally:
        owner.close()


def refuse_old_postgres() -> None:
    major = raw().info.server_version // 10_000
    if major < OLDEST_POSTGRES:
        raise CommandError(f"InterviewAI needs Postgres {OLDEST_POSTGRES} or newer; this server is Postgres {major}.")


def persist(patience: Patience, step: Callable[[], None]) -> None:
    """A step that leaves alone what it has done before."""
    for _ in patience.tries():
        try:
            return step()
        except (OperationalError, *IN_USE) as error:
            if not in_use(error):
                raise
    raise CommandError("A shared table was in use all the time. Run prepare_database again: it goes on from here.")


def prepare_shared() -> None:
    finish_migrations(has_just_migrated=one_schema.migrate("public"))
    rights.install_functions(raw())
    raw().execute("SELECT public.drop_like_indexes('public')")
    privileges.grant_shared(raw())


def finish_migrations(*, has_just_migrated: bool) -> None:
    """After them Django makes content types and permissions: an earlier run may have been killed before that."""
    finished = standing.applied_migrations(raw(), ["public"])["public"]
    if standing.finished_migrations(raw()) == finished:
        return
    if not has_just_migrated:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=OWNER)
    raw().execute(sql.SQL("COMMENT ON TABLE public.django_migrations IS {}").format(sql.Literal(finished)))


def prepare_template() -> None:
    raw().execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE_SCHEMA}")
    one_schema.migrate(TEMPLATE_SCHEMA)
    raw().execute("SELECT public.drop_like_indexes(%s)", [TEMPLATE_SCHEMA])
    with transaction.atomic(using=OWNER):
        text = template.statements(raw(), TEMPLATE_SCHEMA)
        raw().execute("SET LOCAL search_path = public")
        SchemaTemplate.objects.using(OWNER).update_or_create(
            id=1, defaults={"statements": text, "rights_version": rights.RIGHTS_VERSION}
        )


def schema_names() -> list[str]:
    return list(Organization.objects.using(OWNER).order_by("id").values_list("schema_name", flat=True))
