"""A newer version brings many organizations up to date, while this one serves them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from organizations.models import link_prefix, organization_id
from tests.organizations.schemas import newer
from tests.organizations.schemas.installation import COUNT, MAKE, ONE_MORE, ROOT, Installation, copy_of
from tests.stores import own_database

DRAWN = 'migrations.AddField("jobdescription", "code", models.CharField(max_length=40, default=answer))'
UNIQUE = 'models.UniqueConstraint(fields=["title"], name="one_title")'
ONE_TITLE = f'migrations.AddConstraint("jobdescription", {UNIQUE})'
REFERENCE = 'models.ForeignKey("jobs.jobdescription", models.CASCADE, related_name="questions", db_constraint=False)'
WITHOUT_REFERENCE = f'migrations.AlterField("question", "job", {REFERENCE})'
SERVES = """
import sys
import django; django.setup()
from django.conf import settings
from django.test import Client, override_settings
from organizations.models import Organization
from organizations.onboarding import create_organization
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=settings.STORAGES | {"staticfiles": plain}).enable()
before = Organization.objects.exclude(memberships=None).order_by("id").first()
owner = before.memberships.get().user
browser = Client()
browser.force_login(owner)
job = {"title": "Baker", "industry": "Food", "difficulty": "senior", "description": "Bakes bread before dawn."}
for organization in (before, create_organization("Made after", owner)):
    address = f"/o/{organization.slug}/jobs/"
    answer = browser.post(address + "new/", job)
    print(answer.status_code, browser.get(address).content.decode().count("Baker") > 0)
"""


# As the app `webhooks.outbox` made it, which is no more.
INDEX_OF_DELIVERIES = """
CREATE TABLE outbox_duedelivery (
    delivery_id varchar(40) PRIMARY KEY, organization_id varchar(40) NOT NULL, endpoint_id varchar(40) NOT NULL,
    next_attempt_at timestamptz NOT NULL, lease_until timestamptz, lease_token varchar(32) NOT NULL,
    leases integer NOT NULL CHECK (leases >= 0));
INSERT INTO outbox_duedelivery VALUES
    ('dlv_1', 'org_1', 'we_1', '2026-11-01 12:00Z', NULL, '', 0),
    ('dlv_2', 'org_2', 'we_2', '2026-11-02 12:00Z', '2026-11-02 12:01Z', 'token', 70000);
INSERT INTO django_migrations (app, name, applied) VALUES ('outbox', '0001_initial', now());
DELETE FROM django_migrations WHERE (app, name) = ('owed_work', '0002_deliveries');
"""
MOVED = """
SELECT concat_ws(' ', row_id, organization_id, kind, stream, queue, due_at AT TIME ZONE 'UTC', ready, lease_token,
                 tries)
  FROM {}.owed_work ORDER BY row_id
"""


@pytest.fixture(scope="module")
def original() -> Iterator[str]:
    """Made once; each test has a copy. A copy has no roles, as a restored backup has none."""
    with own_database(os.environ["DATABASE_URL"]) as url:
        make = [sys.executable, "-W", "ignore", "-c", MAKE]
        subprocess.run(make, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True)
        yield url


@pytest.fixture
def installation(original: str, tmp_path: Path) -> Iterator[Installation]:
    newer.write(tmp_path, newer.COLUMN, newer.INDEX)
    with copy_of(original, tmp_path) as made:
        yield made


def titles(installation: Installation) -> list[str]:
    question = "SELECT title FROM {}.jobs_jobdescription"
    return [title for each in installation.schema_names() for title in installation.ask(each, question)]


def test_every_organization_gets_what_the_template_has_and_keeps_its_rows(installation: Installation) -> None:
    before = titles(installation)
    told = installation.prepare()
    assert f"20 of {COUNT} organizations" in told
    assert f"up to date: {COUNT}." in told
    assert installation.up_to_date() == installation.schema_names()
    assert titles(installation) == before
    assert "up to date: 0." in installation.prepare()


def test_a_comment_in_the_sql_of_a_migration_hides_nothing(installation: Installation) -> None:
    commented = "migrations.RunSQL([\"UPDATE jobs_jobdescription SET title = 'x' -- for all\"])"
    newer.write(installation.folder, commented, newer.COLUMN)
    installation.prepare()
    assert installation.up_to_date() == installation.schema_names()
    assert set(titles(installation)) == {"x"}


def test_this_version_goes_on_serving_organizations_made_before_and_after(installation: Installation) -> None:
    installation.prepare()
    assert installation.run("-c", SERVES, newer_version=False) == "302 True\n302 True\n"
    assert len(installation.up_to_date()) == COUNT + 1


def test_python_code_runs_in_each_organization_on_its_own_rows(installation: Installation) -> None:
    newer.write(installation.folder, newer.COLUMN, "migrations.RunPython(write_titles)")
    before = titles(installation)
    assert f"up to date: {COUNT}." in installation.prepare()
    assert installation.up_to_date() == installation.schema_names()
    assert titles(installation) == [title.upper() for title in before]


def test_a_default_that_is_drawn_is_drawn_for_each_organization(installation: Installation) -> None:
    newer.write(
        installation.folder,
        'migrations.AddField("jobdescription", "code", models.CharField(max_length=40, default=answer))',
    )
    installation.prepare()
    codes = [installation.ask(each, "SELECT code FROM {}.jobs_jobdescription") for each in installation.schema_names()]
    assert len({code for (code,) in codes}) == COUNT


def test_a_killed_preparation_leaves_each_organization_old_or_new_and_the_next_one_goes_on(
    installation: Installation,
) -> None:
    names = installation.schema_names()
    before = titles(installation)
    with installation.somebody_at_work(names[-1]):
        killed = installation.start_preparing(60_000, ())
        installation.wait_until(killed, waiting=True)
        while not installation.up_to_date():
            assert killed.poll() is None
        killed.kill()
        killed.communicate()
        done = installation.up_to_date()
        assert done == [each for each in names if installation.has_newer(each)]
        assert 0 < len(done) < COUNT
    assert "The database is ready." in installation.prepare()
    assert installation.up_to_date() == names
    assert titles(installation) == before


def test_an_organization_that_is_in_use_is_tried_again_when_all_others_are_done(installation: Installation) -> None:
    *others, busy = installation.schema_names()
    with installation.somebody_at_work(busy) as connection:
        process = installation.start_preparing(100, (0.1,) * 600)
        while installation.up_to_date() != others:
            assert process.poll() is None
        for waiting in (True, False, True):
            installation.wait_until(process, waiting=waiting)
        connection.rollback()
        assert f"up to date: {COUNT}." in process.communicate()[0]
    assert installation.up_to_date() == [*others, busy]


def test_after_the_last_try_it_is_told_how_many_are_left_and_running_again_goes_on(installation: Installation) -> None:
    *others, busy = installation.schema_names()
    with installation.somebody_at_work(busy):
        process = installation.start_preparing(50, (0,))
        said = process.communicate()[1]
        assert process.returncode != 0
    assert f"1 of {COUNT} organizations are not up to date yet." in said
    assert "The tables of 1 were in use all the time." in said
    assert installation.up_to_date() == others
    assert "up to date: 1." in installation.prepare()
    assert installation.up_to_date() == [*others, busy]


def test_an_organization_that_refuses_is_named_without_its_rows_and_the_others_are_done(
    installation: Installation,
) -> None:
    newer.write(installation.folder, ONE_TITLE)
    *others, refusing = installation.schema_names()
    twice = f'INSERT INTO {refusing}.jobs_jobdescription SELECT (jsonb_populate_record(job, \'{{"id": "job_2"}}\')).*'
    installation.owner.execute(f"{twice} FROM {refusing}.jobs_jobdescription AS job".encode())
    process = installation.start("manage.py", "prepare_database")
    said = process.communicate()[1]
    assert process.returncode != 0
    assert f"{refusing}: UniqueViolation (one_title)" in said
    assert "engineer" not in said
    assert installation.up_to_date() == others


def test_what_was_changed_by_hand_is_brought_up_to_date_by_django(installation: Installation) -> None:
    newer.write(installation.folder, WITHOUT_REFERENCE)
    changed = installation.schema_names()[-1]
    ((constraint,),) = installation.owner.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
        [f"{changed}.jobs_question"],
    ).fetchall()
    installation.owner.execute(
        f"ALTER TABLE {changed}.jobs_question RENAME CONSTRAINT {constraint} TO by_hand".encode()
    )
    assert f"up to date: {COUNT}." in installation.prepare()
    assert installation.up_to_date() == installation.schema_names()


def test_an_organization_that_is_being_made_is_waited_for(installation: Installation) -> None:
    installation.run("manage.py", "prepare_database", newer_version=False)
    new = organization_id()
    row = {"id": new, "schema_name": new.lower(), "slug": "new", "link_prefix": link_prefix()}
    with psycopg.connect(installation.url) as making:
        making.execute(ONE_MORE, [json.dumps(row)])
        making.execute("SELECT public.create_organization_schema(%s)", [new.lower()])
        process = installation.start_preparing(60_000, ())
        installation.wait_until(process, waiting=True)
        making.commit()
        assert f"up to date: {COUNT + 1}." in process.communicate()[0]
    assert installation.has_newer(new.lower())


def test_deliveries_that_had_an_index_of_their_own_are_moved_into_that_of_owed_work(installation: Installation) -> None:
    installation.owner.execute(INDEX_OF_DELIVERIES)
    installation.prepare()
    assert installation.ask("public", MOVED) == [
        "dlv_1 org_1 deliver_webhook we_1 webhooks 2026-11-01 12:00:00 f  0",
        "dlv_2 org_2 deliver_webhook we_2 webhooks 2026-11-02 12:00:00 f token 20",
    ]
    assert installation.owner.execute("SELECT to_regclass('public.outbox_duedelivery')").fetchone() == (None,)
    assert installation.up_to_date() == installation.schema_names()
    assert "up to date: 0." in installation.prepare()
