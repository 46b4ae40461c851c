"""Each migration that is newer than this list is one that the version before it can run on."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

from tests.architecture import breaking_migrations
from tests.architecture.breaking_migrations import Check

# What there was before anybody had to migrate while serving.
CHECKED_SINCE = {
    "api_requests": "0001_initial",
    "budgets": "",
    "evaluations": "0002_bounded_tries",
    "interviews": "0008_bounded_completion",
    "jobs": "0002_jobdescription_livemode",
    "organizations": "0002_apikey",
    "owed_work": "0001_initial",
    "usage": "0001_initial",
    "webhooks": "0001_initial",
}
OURS = ("evaluations", "interviews", "jobs", "organizations", "webhooks")

COLUMNS: list[tuple[str, Any]] = [
    ("id", models.CharField(primary_key=True, max_length=40)),
    ("name", models.CharField(max_length=20)),
    ("note", models.TextField(null=True)),
    ("rank", models.IntegerField(db_default=0)),
]
MADE_UP = {"jobs": "Post", "interviews": "Turn", "organizations": "Site"}
SMALL, GROWING, SHARED = MADE_UP
INDEX = models.Index(fields=["note"], name="notes")
POSITIVE = models.CheckConstraint(condition=models.Q(rank__gte=0), name="positive")
ONCE = models.UniqueConstraint(fields=["name"], name="once")
INDEXED = models.CharField(max_length=20, db_index=True)
PARENT: "models.ForeignKey[Any, Any]" = models.ForeignKey("self", models.CASCADE, null=True)
POST_WITHOUT_NOTE = migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("Post", "note")])


def objections(operation: Any, label: str = SMALL, **attributes: str) -> list[str]:
    """To this one operation, in an app whose table there was before."""
    before = ProjectState()
    migrations.CreateModel(MADE_UP[label], COLUMNS).state_forwards(label, before)
    return judge(before, label, [operation], attributes)


def judge(before: ProjectState, label: str, operations: list[Any], attributes: dict[str, str]) -> list[str]:
    made_up = type("Migration", (migrations.Migration,), {"operations": operations, **attributes})(
        "0099_made_up", label
    )
    return Check(made_up, before).objections()


def test_every_new_migration_bears_the_running_version() -> None:
    loader = MigrationLoader(None)
    new = [key for key in loader.disk_migrations if key[0] in CHECKED_SINCE and key[1] > CHECKED_SINCE[key[0]]]
    states = {key: loader.project_state([key], at_end=False) for key in new}
    assert [each for key in new for each in Check(loader.disk_migrations[key], states[key]).objections()] == []


def test_every_app_of_ours_is_checked() -> None:
    ours = {each.label for each in apps.get_app_configs() if each.name.split(".")[0] in OURS}
    assert ours == set(CHECKED_SINCE)


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.RenameModel("Post", "Position"), "RENAMED"),
        (migrations.AlterModelTable("Post", "positions"), "RENAMED"),
        (migrations.RenameField("Post", "name", "title"), "RENAMED"),
        (migrations.AlterField("Post", "name", models.CharField(max_length=20, db_column="title")), "RENAMED"),
        (migrations.RunSQL('ALTER TABLE jobs_post RENAME COLUMN "name" TO title'), "RENAMED"),
        (migrations.DeleteModel("Post"), "DROPPED"),
        (migrations.RemoveField("Post", "note"), "DROPPED"),
        (migrations.RunSQL('ALTER TABLE "jobs_post" DROP COLUMN IF EXISTS "note"'), "DROPPED"),
        (migrations.RunSQL(["DROP TABLE jobs_post CASCADE"]), "DROPPED"),
        (migrations.AddField("Post", "size", models.IntegerField()), "REQUIRED"),
        (migrations.AddField("Post", "size", models.IntegerField(default=3)), "REQUIRED"),
        (migrations.AlterOrderWithRespectTo("Post", "note"), "REQUIRED"),
        (migrations.AlterField("Post", "note", models.TextField(default="")), "NOT_NULL"),
        (migrations.RunSQL("ALTER TABLE jobs_post ALTER note SET NOT NULL"), "NOT_NULL"),
        (migrations.AlterField("Post", "name", models.CharField(max_length=19)), "NARROWER"),
        (migrations.AlterField("Post", "name", models.IntegerField()), "NARROWER"),
        (migrations.AlterField("Post", "rank", models.SmallIntegerField(db_default=0)), "NARROWER"),
        (migrations.RunSQL("ALTER TABLE jobs_post ALTER COLUMN name TYPE varchar(5)"), "NARROWER"),
        (migrations.AlterField("Post", "rank", models.IntegerField()), "NO_DEFAULT"),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("Post", "name")]), "NEEDED"),
        (migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("Post", "name")]), "DROPPED"),
        (postgres.CreateExtension("hstore"), "UNKNOWN"),
    ],
)  # fmt: skip
def test_what_breaks_the_running_version_is_refused_with_what_to_do_instead(operation: Any, said: str) -> None:
    (objection,) = objections(operation)
    assert objection.startswith("jobs.0099_made_up: ")
    assert objection.endswith(getattr(breaking_migrations, said))


LOCKING = [
    (lambda model: migrations.AddIndex(model, INDEX), "LOCKING_INDEX"),
    (lambda model: migrations.AddField(model, "other", PARENT), "LOCKING_INDEX"),
    (lambda model: migrations.AlterField(model, "name", INDEXED), "LOCKING_INDEX"),
    (lambda model: migrations.AlterField(model, "rank", models.BigIntegerField(db_default=0)), "NARROWER"),
    (lambda model: migrations.AddConstraint(model, ONCE), "LOCKING_UNIQUE"),
    (lambda model: migrations.AlterUniqueTogether(model, {("name", "rank")}), "LOCKING_UNIQUE"),
    (lambda model: migrations.AddConstraint(model, POSITIVE), "LOCKING_CHECK"),
]


@pytest.mark.parametrize(("make", "said"), LOCKING)
def test_what_locks_a_large_table_for_long_is_refused_there_and_allowed_on_a_small_one(make: Any, said: str) -> None:
    for label in (GROWING, SHARED):
        (objection,) = objections(make(MADE_UP[label]), label)
        assert objection.endswith(getattr(breaking_migrations, said))
    assert objections(make(MADE_UP[SMALL])) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("Turn", "size", models.IntegerField(null=True)),
        migrations.AddField("Turn", "size", models.IntegerField(db_default=3)),
        migrations.AddField("Turn", "seen_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("Turn", "others", models.ManyToManyField("self")),
        migrations.AlterField("Turn", "name", models.CharField(max_length=21)),
        migrations.AlterField("Turn", "name", models.TextField()),
        migrations.AlterField("Turn", "name", models.CharField(max_length=20, null=True, choices=[("a", "A")])),
        migrations.CreateModel("Pause", [("id", models.BigAutoField(primary_key=True)), ("s", models.IntegerField())]),
        migrations.RunSQL("UPDATE interviews_turn SET note = 'none'"),
        postgres.AddIndexConcurrently("Turn", INDEX),
        postgres.AddConstraintNotValid(
            "Turn", models.CheckConstraint(condition=models.Q(rank__gte=0), name="positive")
        ),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("Turn", "note")]),
    ],
)
def test_what_the_running_version_bears_is_allowed(operation: Any) -> None:
    assert objections(operation, GROWING) == []


def test_a_table_that_the_same_migration_makes_may_have_whatever_it_likes() -> None:
    made = [
        migrations.CreateModel("Turn", COLUMNS),
        migrations.AddField("Turn", "size", models.IntegerField()),
        migrations.AddIndex("Turn", INDEX),
    ]
    assert judge(ProjectState(), GROWING, made, {}) == []


def test_a_column_may_be_dropped_once_an_earlier_migration_has_taken_it_out_of_the_models() -> None:
    drop = migrations.RunSQL("ALTER TABLE jobs_post DROP COLUMN note")
    before = ProjectState()
    migrations.CreateModel("Post", COLUMNS).state_forwards("jobs", before)
    assert len(judge(before, "jobs", [POST_WITHOUT_NOTE, drop], {})) == 1
    POST_WITHOUT_NOTE.state_forwards("jobs", before)
    assert judge(before, "jobs", [drop], {}) == []


def test_people_may_decide_to_break_it_and_say_why() -> None:
    assert objections(migrations.DeleteModel("Post"), breaking_on_purpose="Nobody serves yet.") == []
    assert len(objections(migrations.DeleteModel("Post"), breaking_on_purpose="")) == 1
