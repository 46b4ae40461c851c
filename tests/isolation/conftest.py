from collections.abc import Iterator

import pytest

from tests import seed, stack

# Speech that differs between the organizations proves whose it is.
SETTINGS = {"SCRIPTED_STT_MS": "20", "SCRIPTED_LLM_MS": "20", "SCRIPTED_TTS_MS": "20"}
SOCKETS_EACH = 16


@pytest.fixture(scope="package")
def shared_stack() -> Iterator[stack.Stack]:
    with stack.running(SETTINGS, webs=2, live_workers=2, live_threads=8) as running:
        yield running


@pytest.fixture(scope="package")
def two_organizations(shared_stack: stack.Stack) -> tuple[list[seed.Seeded], list[seed.Seeded]]:
    """Interviews of Acme and of Globex, side by side in one database. Both ask the same two questions."""
    rows = seed.read(
        shared_stack.run(
            "tests.seed", "--organizations", "2", "--interviews", str(SOCKETS_EACH + 1), "--questions", "2"
        )
    )
    schemas = list(dict.fromkeys(row.schema for row in rows))
    acme, globex = ([row for row in rows if row.schema == schema] for schema in schemas)
    return acme, globex
