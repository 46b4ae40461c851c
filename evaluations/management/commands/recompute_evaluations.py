"""Checks that every evaluation follows from its stored scores, and repairs those that do not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations import finalization
from evaluations.models import Evaluation
from organizations.models import Organization
from organizations.tenancy import organization_schema


class Command(BaseCommand):
    help = "Recompute evaluations from their stored scores. With --check nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only report; exit status 1 if one differs")
        parser.add_argument("--organization", help="slug; all organizations without it")

    def handle(self, *, check: bool, organization: str | None, **options: Any) -> None:
        organizations = Organization.objects.order_by("id")
        if organization:
            organizations = organizations.filter(slug=organization)
            if not organizations:
                raise CommandError(f"There is no organization {organization}.")
        checked, different = 0, []
        for each in list(organizations):
            with organization_schema(each):
                for evaluation in ready():
                    checked += 1
                    different += [evaluation.id] if differs(evaluation, repair=not check) else []
        self.report(checked, different, check=check)

    def report(self, checked: int, different: list[str], *, check: bool) -> None:
        for evaluation_id in different:
            self.stdout.write(f"{evaluation_id} {'differs' if check else 'repaired'}")
        self.stdout.write(f"{checked} evaluations checked, {len(different)} {'different' if check else 'repaired'}.")
        if check and different:
            raise CommandError("Some evaluations do not follow from their scores.")


def ready() -> list[Evaluation]:
    return list(Evaluation.objects.filter(status=Evaluation.Status.READY).select_related("interview__plan"))


def differs(evaluation: Evaluation, *, repair: bool) -> bool:
    """One made under older rules may rightly differ; repairing it makes a new revision."""
    columns = finalization.computed(evaluation)
    if all(getattr(evaluation, name) == value for name, value in columns.items()):
        return False
    if repair:
        finalization.repair(evaluation, columns)
    return True
