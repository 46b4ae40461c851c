"""A copy of the product that is one release further: a column of turns, and a kind of work that writes it."""

import shutil
from pathlib import Path

from interviewai.embedded.programs import PROJECT

LATEST = sorted(path.stem for path in (PROJECT / "interviews" / "migrations").glob("[0-9]*.py"))[-1]
KIND = "weigh_turns"
COPIED = (
    "evaluations", "interviewai", "interviews", "jobs", "organizations", "providers", "webhooks",
    "manage.py", "static", "templates",
)  # fmt: skip
MIGRATION = f"""
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("interviews", "{LATEST}")]
    operations = [migrations.AddField("turn", "weight", models.IntegerField(null=True))]
"""
MODEL = """

Turn.add_to_class("weight", models.IntegerField(null=True))
"""
# Owed by each page that opens a question.
OWED = f"""

_watch_interview = watch_interview

def watch_interview(interview_id, due_at=None):
    _watch_interview(interview_id, due_at)
    owe("{KIND}", interview_id, stream=interview_id)
"""
WORK = f"""

def weigh(piece):
    from interviews.models import Turn
    Turn.objects.filter(interview_id=piece.row_id).update(weight=1)

register("{KIND}", queue="live", run=weigh, last_step=weigh, outstanding=list, tries=3)
"""
ADDED = {"models.py": MODEL, "owed_work.py": OWED, "tasks.py": WORK}


def write(folder: Path) -> Path:
    for name in COPIED:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy2
        copy(PROJECT / name, folder / name)
    (folder / "interviews" / "migrations" / "9999_newer.py").write_text(MIGRATION)
    for name, text in ADDED.items():
        with (folder / "interviews" / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return folder
