"""A newer version of the product: it has one migration of `jobs` more than this one."""

from pathlib import Path

PACKAGE, SETTINGS = "newer_jobs", "newer_settings"
LATEST = sorted(path.stem for path in (Path(__file__).parents[3] / "jobs" / "migrations").glob("[0-9]*.py"))[-1]
NAME = "9999_newer"

BESIDE_THE_REST = """
from jobs import migrations
__path__ = [*__path__, *migrations.__path__]
"""
MIGRATION = f"""
from django.db import migrations, models
from interviewai.kernel.ids import new_id

def answer():
    return new_id("ans")

def write_titles(apps, schema_editor):
    for job in apps.get_model("jobs", "JobDescription").objects.using(schema_editor.connection.alias):
        job.title = job.title.upper()
        job.save()

class Migration(migrations.Migration):
    dependencies = [("jobs", "{LATEST}")]
    operations = [{{operations}}]
"""
COLUMN = 'migrations.AddField("jobdescription", "seniority", models.CharField(max_length=20, null=True))'
INDEX = 'migrations.AddIndex("jobdescription", models.Index(fields=["seniority"], name="jobs_seniority"))'


def write(folder: Path, *operations: str) -> None:
    """For a process with the folder in its path: settings, and the migrations that they name."""
    package = folder / PACKAGE
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text(BESIDE_THE_REST)
    (package / f"{NAME}.py").write_text(MIGRATION.format(operations=", ".join(operations)))
    settings = f"from interviewai.settings import *\nMIGRATION_MODULES = {{'jobs': '{PACKAGE}'}}\n"
    (folder / f"{SETTINGS}.py").write_text(settings)
