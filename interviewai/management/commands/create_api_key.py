from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interviewai.kernel.errors import DomainError
from organizations.models import Organization
from organizations.platform_api import keys
from organizations.platform_api.keys import Scope


class Command(BaseCommand):
    help = "Makes an API key and prints it, and nothing else. It is told here once: only its hash is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--organization", required=True, metavar="SLUG", help="as in its pages' addresses: /o/SLUG/"
        )
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--test", action="store_false", dest="livemode", help="for the sandbox: iai_test_...")
        mode.add_argument("--live", action="store_true", dest="livemode", help="for real candidates: iai_live_...")
        parser.add_argument("--scopes", nargs="+", choices=[*Scope], default=[*Scope], help="by default all of them")
        parser.add_argument("--name", default="Command line", help="what the settings page calls it")

    def handle(self, *, organization: str, livemode: bool, scopes: list[str], name: str, **_options: Any) -> None:
        owner = Organization.objects.filter(slug=organization).first()
        if owner is None:
            raise CommandError(f"There is no organization {organization!r}.")
        try:
            _, key = keys.create(owner, name=name, livemode=livemode, scopes=scopes)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(key)
