"""The suite that any judge must pass before it may judge: the engine that the settings name, over answers of ours."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evaluations.judging.audit.answers import SHIPPED, Asked, Unreadable, read
from evaluations.judging.audit.suite import Row, audit
from evaluations.judging.judge import Verdict
from evaluations.judging.whole_answer import WholeAnswer, assess
from organizations.usage.ai import prompt
from providers.config import TIERS
from providers.errors import ConfigurationError, ProviderError
from providers.registry import Providers

MOST_QUESTIONS = 500


class Command(BaseCommand):
    help = "Audit the judge (LLM_URL, or coverage). Prints a table with its aims; exit status 1 where one is missed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--answers", type=Path, help="a folder of further TOML files of answers")
        parser.add_argument("--tier", choices=TIERS, default=TIERS[0])

    def handle(self, *, answers: Path | None, tier: str, **options: Any) -> None:
        rows = []
        try:
            for row in audit(questions(answers), Judging(tier)):
                rows.append(row)
                self.stdout.write(line(row))
        except (ProviderError, ConfigurationError, Unreadable) as error:
            raise CommandError(str(error)) from error
        missed = sum(not row.passed for row in rows)
        if missed:
            raise CommandError(f"{missed} of {len(rows)} aims are missed: this judge should not judge.")
        self.stdout.write(f"All {len(rows)} aims are met.")


class Judging:
    def __init__(self, tier: str) -> None:
        engines = Providers(settings.AI)
        self._llm, self._measure = engines.llm(tier), engines.coverage()

    def __call__(self, answer: WholeAnswer) -> Verdict:
        return assess(self._llm, self._measure, prompt("score_answer"), answer)


def questions(folder: Path | None) -> list[Asked]:
    """Raises Unreadable."""
    if folder and not folder.is_dir():
        raise Unreadable(f"There is no folder {folder}.")
    found = {asked.key: asked for asked in [*read(SHIPPED), *(read(folder) if folder else ())]}
    return list(found.values())[:MOST_QUESTIONS]


def line(row: Row) -> str:
    return f"{'ok  ' if row.passed else 'MISS'} {row.name:<42} {row.count:>5}  {row.found:<26} {row.aim}"
