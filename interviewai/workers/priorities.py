"""A candidate who waits comes before what nobody waits for: the background worker gives way on a busy machine."""

import os
from typing import Any

from celery.signals import worker_init

GIVES_WAY = {"background": 10}  # by role: steps of niceness


@worker_init.connect
def give_way(sender: Any, **_kwargs: Any) -> None:
    """A worker's name is `<role>@<host>`. The threads that it starts later inherit it."""
    os.nice(GIVES_WAY.get(str(sender).partition("@")[0], 0))
