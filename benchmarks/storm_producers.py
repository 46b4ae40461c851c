"""python -m benchmarks.storm_producers: changes whose events the storm counts, by processes that may be killed.

Reads commands, one a line, and answers each with a line of JSON. `open URL` makes two organizations that tell URL.
`start SHARE` forks a process that writes the changes of a share, up to the number that stands in the share's file.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

NAMES = ("Acme", "Globex")
PACE_S = 0.01
WAIT_S = 0.05
ROLLED_BACK = 0.1  # of all changes: their events must never be seen


def main() -> None:
    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that are killed leave nothing behind
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        answer = open_organizations(argument) if command == "open" else start(json.loads(argument))
        print(json.dumps(answer), flush=True)


def open_organizations(url: str) -> list[dict[str, str]]:
    from django.db import connection

    from organizations.tenancy import organization_schema
    from tests.factories import make_organization
    from webhooks.endpoints import registration

    made = []
    for name in NAMES:
        organization = make_organization(name)
        with organization_schema(organization):
            registration.create(f"{url}/{organization.id}", livemode=True)
        made.append({"id": organization.id, "schema": organization.schema_name})
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # the processes to be forked open their own
    return made


def start(share: dict[str, Any]) -> int:
    """The process's id. `share` is {organization_id, first, last, file}."""
    pid = os.fork()
    if not pid:
        try:
            produce(share)
        finally:
            os._exit(0)
    return pid


def produce(share: dict[str, Any]) -> None:
    from django.db import Error, connection

    from jobs.models import JobDescription
    from organizations.tenancy import organization_schema

    number = share["first"]
    while number <= share["last"]:
        try:
            with organization_schema(share["organization_id"]):
                if not JobDescription.objects.filter(title=str(number)).exists():
                    wait_for(number, Path(share["file"]))
                    change(number)
            number += 1
        except Error:  # Postgres is away: the same change again
            connection.close()
        time.sleep(random.uniform(0, 2 * PACE_S))  # noqa: S311


def change(number: int) -> None:
    """A row and the event that tells of it; now and then one that is taken back."""
    from contextlib import suppress

    from django.db import transaction

    from jobs.models import JobDescription
    from webhooks.event_types import EventType
    from webhooks.publishing import publish

    def write(title: str) -> None:
        JobDescription.objects.create(title=title, description="told of")
        publish(EventType.PING, {"endpoint_id": "", "message": title}, livemode=True)

    if random.random() < ROLLED_BACK:  # noqa: S311
        with suppress(ZeroDivisionError), transaction.atomic():
            write(f"taken back {number}")
            raise ZeroDivisionError
    with transaction.atomic():
        write(str(number))


def wait_for(number: int, file: Path) -> None:
    while int(file.read_text() or 0) < number:
        time.sleep(WAIT_S)


if __name__ == "__main__":
    main()
