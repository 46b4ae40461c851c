"""The whole run shares real stores; each test that asks for organizations gets fresh ones (fixtures.py).

Nothing is rolled back: tests commit as the product does, and never see another test's organizations.
"""

import django
import pytest

from tests.stores import start_stores


def pytest_configure(config: pytest.Config) -> None:
    """The settings read where the stores are, so these come first; then what needs the settings."""
    start_stores(config.add_cleanup)
    django.setup()
    config.pluginmanager.import_plugin("tests.fixtures")
    config.pluginmanager.import_plugin("tests.interviews.candidates")
