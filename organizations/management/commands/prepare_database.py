from typing import Any

from django.core.management.base import BaseCommand

from organizations.schemas.preparation import prepare


class Command(BaseCommand):
    help = "Brings the database to the state that this version of the code needs: roles, rights, every schema."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(self.stdout.write)
