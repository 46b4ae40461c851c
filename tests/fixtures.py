from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from organizations.models import Organization, Role
from tests import owed_work
from tests.factories import make_organization, member
from tests.stores import close_pool

Login = Callable[[Organization, str], Client]


@pytest.fixture(scope="session", autouse=True)
def prepared_database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        call_command("prepare_database", verbosity=0)
        yield
        close_pool()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """`prepared_database` does it."""


@pytest.fixture(scope="session", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Templates name static files as they are: nothing is collected for a test run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        yield


@pytest.fixture
def acme() -> Organization:
    owed_work.start_afresh()
    return make_organization("Acme")


@pytest.fixture
def globex() -> Organization:
    return make_organization("Globex")


@pytest.fixture
def login() -> Login:
    """`login(acme, "recruiter")`: a browser in which that member has logged in."""

    def browser(organization: Organization, role: str) -> Client:
        client = Client()
        client.force_login(member(organization, Role(role)))
        return client

    return browser
