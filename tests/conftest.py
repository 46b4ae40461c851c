"""Each process of a run has real stores, shared by its tests; one that asks for organizations gets fresh ones.

Nothing is rolled back: tests commit as the product does, and never see another test's organizations.
"""

import django
import pytest

from tests import sharing
from tests.stores import start_stores


def pytest_configure(config: pytest.Config) -> None:
    """The settings read where the stores are, so these come first; then what needs the settings."""
    if only_hands_out(config):
        return
    start_stores(config.add_cleanup)
    django.setup()
    config.pluginmanager.import_plugin("tests.fixtures")
    config.pluginmanager.import_plugin("tests.interviews.candidates")


def only_hands_out(config: pytest.Config) -> bool:
    """With `--numprocesses`, this process runs no test: the workers do."""
    return config.getoption("dist") != "no" and not hasattr(config, "workerinput")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    sharing.longest_first(items)


def pytest_xdist_auto_num_workers() -> int:
    return sharing.workers()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> sharing.Scheduling:
    config.option.loadscopereorder = False  # The order is ours already.
    return sharing.Scheduling(config, log)
