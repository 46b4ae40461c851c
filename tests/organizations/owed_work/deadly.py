"""A worker whose work ends its process at once, as the system does that has no memory left: FOLDER tells of it."""

import os
import sys
from pathlib import Path

import django

DEATHS_MAX = 2


def main(folder: Path) -> None:
    django.setup()
    from organizations.owed_work import kinds, working
    from organizations.owed_work.claims import Piece
    from organizations.owed_work.queues import QUEUES
    from tests.organizations.owed_work.deeds import QUEUE

    def die(piece: Piece) -> None:
        with (folder / "deaths").open("a") as file:
            file.write("died\n")
        os._exit(1)

    def touch(piece: Piece) -> None:
        (folder / piece.row_id).touch()

    QUEUES[QUEUE.name] = QUEUE
    for name, run in {"test_deadly": die, "test_deed": touch}.items():
        kinds.register(name, queue=QUEUE.name, run=run, last_step=touch, outstanding=tuple, tries=DEATHS_MAX)
    working.work(QUEUE.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
