"""Fifty identical POSTs at once, and the web process dies by kill -9 in the middle of them: one resource.

Where it dies is no accident: the test holds a table that the request needs at that point.
"""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests import stack
from tests.stack import Stack

CLIENTS = 50
WITHIN_S = 60
PAUSE_S = 0.2
Told = tuple[int, bytes, str | None]


@pytest.fixture(scope="module")
def installation() -> Iterator[Stack]:
    settings = {"DJANGO_SETTINGS_MODULE": "tests.platform_api.settings", "API_REQUESTS_PER_MINUTE": "100000"}
    with stack.running(settings, prepare="prepare_database") as running:
        yield running


@pytest.fixture
def seeded(installation: Stack) -> dict[str, str]:
    told: dict[str, str] = json.loads(installation.run("tests.platform_api.seed").splitlines()[-1])
    return told


@pytest.mark.parametrize(
    ("table", "when"),
    [
        ("jobs_jobdescription", "before the resource is written"),
        ("api_requests_idempotentrequest", "between the resource and its answer"),
        ("api_request_logs", "after the commit, before the answer is sent"),
    ],
)
def test_fifty_identical_posts_and_a_kill_make_one_resource(
    installation: Stack, seeded: dict[str, str], table: str, when: str
) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        with held(installation, seeded["schema"], table) as waiting:
            answers = [clients.submit(insist, installation.webs[0], seeded["key"]) for _ in range(CLIENTS)]
            poll(waiting)
            installation.kill("web-1")
        installation.start("web-1")
    assert_all_the_same(answers)
    made = installation.rows("SELECT id FROM jobs_jobdescription", schema=seeded["schema"])
    assert [row["id"] for row in made] == [json.loads(answers[0].result()[1])["id"]], when


def assert_all_the_same(answers: list["Future[Told]"]) -> None:
    told = [answer.result() for answer in answers]
    assert {status for status, _body, _replayed in told} == {201}
    assert len({body for _status, body, _replayed in told}) == 1
    assert sum(replayed is None for _status, _body, replayed in told) <= 1


@contextmanager
def held(installation: Stack, schema: str, table: str) -> Iterator[Callable[[], bool]]:
    """Nobody writes into the table meanwhile. Hands out: does somebody wait for it?"""
    name = sql.Identifier(schema, table)
    with psycopg.connect(installation.environment["DATABASE_URL"]) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(name))
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        yield lambda: bool(connection.execute(waits, [f'"{schema}"."{table}"']).fetchall())


def insist(base: str, key: str) -> Told:
    """As a platform does: sends it again, after a pause, until it is answered for good."""
    give_up_at = time.monotonic() + WITHIN_S
    while time.monotonic() < give_up_at:
        with suppress(OSError, HTTPException):
            told = ask(base, key)
            if told[0] != 409:
                return told
        time.sleep(PAUSE_S)
    raise TimeoutError("The API did not answer for good.")


def ask(base: str, key: str) -> Told:
    line = HTTPConnection(urlsplit(base).netloc, timeout=WITHIN_S)
    headers = {"X-API-Key": key, "Idempotency-Key": "fifty", "Content-Type": "application/json"}
    try:
        line.request("POST", "/api/v1/notes", json.dumps({"title": "once"}), headers)
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers["Idempotent-Replayed"]
    finally:
        line.close()


def poll(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < give_up_at, "nobody waited for the table"
        time.sleep(0.02)
