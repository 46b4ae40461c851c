"""Judges finished answers again with today's engines and tells the drift. What was decided stays as it is."""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.judging import scoring
from evaluations.judging.drift import Drift, Pair, drift
from evaluations.models import NUMBERED, Score
from organizations.models import Organization
from organizations.tenancy import organization_schema
from providers.errors import ProviderError

MOST = 1_000  # Answers in one run.
MOST_READ = 20_000  # Of one organization's scores, the latest ones.
PURPOSE = "rescore"
ALL = "all"
HEAD = f"{'engine':<60} {'answers':>7} {'lost':>5} {'mean':>6} {'sd':>5} {'levels':>6} {'ICC':>6}"

Chosen = tuple[Organization, str]


class Command(BaseCommand):
    help = "Judge N finished answers again and print how far that lies from what is stored. Writes no score."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sample", type=int, required=True, help=f"how many answers, at most {MOST}")
        parser.add_argument("--organization", help="slug; all organizations without it")
        parser.add_argument("--seed", type=int, default=0, help="the same seed chooses the same answers")

    def handle(self, *, sample: int, organization: str | None, seed: int, **options: Any) -> None:
        if not 1 <= sample <= MOST:
            raise CommandError(f"--sample must be between 1 and {MOST}.")
        pairs: dict[str, list[Pair]] = defaultdict(list)
        failures: dict[str, int] = defaultdict(int)
        for each, score_id in chosen(organizations(organization), sample, seed):
            try:
                judge_again(each, score_id, pairs)
            except ProviderError as error:
                failures[error.code] += 1
        self.report(pairs, failures)

    def report(self, pairs: Mapping[str, Sequence[Pair]], failures: Mapping[str, int]) -> None:
        self.stdout.write(HEAD)
        for engine in sorted(pairs):
            self.stdout.write(line(engine, drift(pairs[engine])))
        self.stdout.write(line(ALL, drift(pair for found in pairs.values() for pair in found)))
        for code in sorted(failures):
            self.stdout.write(f"{failures[code]} not judged again: {code}.")


def organizations(slug: str | None) -> list[Organization]:
    found = Organization.objects.order_by("id")
    if slug:
        found = found.filter(slug=slug)
        if not found:
            raise CommandError(f"There is no organization {slug}.")
    return list(found)


def chosen(among: Iterable[Organization], sample: int, seed: int) -> list[Chosen]:
    every: list[Chosen] = []
    for each in among:
        with organization_schema(each):
            finished = Score.objects.filter(status__in=NUMBERED).exclude(provider="").order_by("-id")
            every += [(each, score_id) for score_id in finished.values_list("id", flat=True)[:MOST_READ]]
    return Random(seed).sample(every, min(sample, len(every)))  # noqa: S311 - which answers is no secret


def judge_again(organization: Organization, score_id: str, pairs: Mapping[str, list[Pair]]) -> None:
    with organization_schema(organization):
        row = scoring.with_interview().filter(id=score_id).first()
        if row is None or row.score is None:  # Deleted, or opened again meanwhile.
            return
        verdict = scoring.judged_again(row, PURPOSE)
        pairs[version(row)].append(Pair(row.score, verdict.score if verdict else None))


def version(row: Score) -> str:
    return f"{row.provider}/{row.served_model or row.model}, prompt {row.prompt_version}, rubric {row.rubric_version}"


def line(engine: str, found: Drift) -> str:
    numbers = f"{found.count:>7} {found.lost:>5} {shown(found.mean, '+.2f'):>6} {shown(found.spread, '.2f'):>5}"
    return f"{engine[:60]:<60} {numbers} {found.changed_levels:>6} {shown(found.icc, '.3f'):>6}"


def shown(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
