"""A thousand organizations: what one more costs, a preparation that finds nothing to do, and a migration of them all.

`python -m benchmarks.alone many_organizations` prints {"create_organization_ms", "nothing_to_do_s", "migration_s"}.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from benchmarks.measuring import p50
from organizations.onboarding import create_organization
from tests.factories import make_user
from tests.organizations.schemas import newer
from tests.stores import close_pool

ORGANIZATIONS, ONE_MORE = 1_000, 50
REPEATS = 5


def main() -> None:
    call_command("prepare_database", verbosity=0)
    settings.ORGANIZATIONS_PER_PERSON = 2 * ORGANIZATIONS
    owner = make_user()
    for _ in range(ORGANIZATIONS):
        create_organization("Initech", owner)
    one_more_s = [seconds(lambda: create_organization("Hooli", owner)) for _ in range(ONE_MORE)]
    measured = {
        "create_organization_ms": 1000 * p50(one_more_s),
        "nothing_to_do_s": p50([seconds(prepare) for _ in range(REPEATS)]),
        "migration_s": migration_s(),
    }
    sys.stdout.write(json.dumps(measured) + "\n")
    close_pool()


def migration_s() -> float:
    """One column and an index on it."""
    with TemporaryDirectory() as folder:
        newer.write(Path(folder), newer.COLUMN, newer.INDEX)
        sys.path.insert(0, folder)
        with override_settings(MIGRATION_MODULES={"jobs": newer.PACKAGE}):
            return seconds(prepare)


def prepare() -> None:
    call_command("prepare_database", verbosity=0)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
