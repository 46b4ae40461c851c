"""What a worker includes whose task ends its process at once, as the system does that has no memory left."""

import os
from pathlib import Path

from interviewai.celery import app
from organizations.tasks import QueuedTask, register

app.conf.broker_transport_options |= {"visibility_timeout": 1}  # Handed out again soon after a death.


def run_die(deaths: str) -> None:
    with Path(deaths).open("a") as file:
        file.write("died\n")
    os._exit(1)


def run_live(alive: str) -> None:
    Path(alive).touch()


die = register(run_die, name="tests.organizations.deadly.die", base=QueuedTask, work_queue="deadly")
live = register(run_live, name="tests.organizations.deadly.live", base=QueuedTask, work_queue="deadly")
