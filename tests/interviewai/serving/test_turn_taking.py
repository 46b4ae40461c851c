"""Where too many ask at once: who is told so, and who is not kept from anything."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import RequestFactory

from interviewai.asgi import application
from interviewai.kernel.fair_turns import Client
from interviews import protocol
from organizations.models import Organization
from organizations.turn_taking import PLACES, TURNS, of_request, of_socket
from tests.interviews.candidates import Invite
from tests.interviews.socket import opened

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.7"


@asynccontextmanager
async def crowd(address: str) -> AsyncIterator[None]:
    """As many as may wait behind that address, and none of them goes on."""

    async def wait(number: int) -> None:
        async with TURNS.turn_of(Client(address, f"invented-{number}")):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(wait(number)) for number in range(TURNS.waiting_of_address + PLACES)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def ask(path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": path, "query_string": b""}
    communicator: Any = ApplicationCommunicator  # untyped
    talk = communicator(application, {**scope, "headers": [(b"host", b"localhost")], "client": [HERE, 4711]})
    await talk.send_input({"type": "http.request"})
    start = await talk.receive_output(10)
    body = await talk.receive_output(10)
    return start["status"], dict(start["headers"]), body["body"]


async def test_a_person_is_told_when_too_many_requests_of_their_address_wait() -> None:
    async with crowd(HERE):
        status, headers, body = await ask("/accounts/login/")
    assert (status, headers[b"Retry-After"]) == (429, b"1")
    assert b"Please try again" in body


async def test_a_program_gets_a_problem() -> None:
    async with crowd(HERE):
        status, headers, body = await ask("/api/v1/interviews")
    assert (status, headers[b"Retry-After"]) == (429, b"1")
    assert json.loads(body)["code"] == "too_many_at_once"


async def test_other_addresses_do_not_notice() -> None:
    async with crowd(ELSEWHERE):
        assert (await ask("/health/live"))[0] == 200


def test_a_page_is_told_and_comes_again(acme: Organization, invite: Invite) -> None:
    page = invite(acme)

    async def come() -> tuple[str, int]:
        async with crowd(""), opened(page.token) as socket:
            return (await socket.hear())["code"], await socket.close_code()

    assert asyncio.run(come()) == ("too_many_at_once", protocol.CLOSE_TRY_LATER)


def test_a_page_that_is_open_keeps_its_line(acme: Organization, invite: Invite) -> None:
    page = invite(acme)

    async def go_on() -> list[str]:
        async with opened(page.token) as socket:
            before = await socket.tell("sync")
            async with crowd(""):
                refused = await socket.tell("sync")
            return [before["type"], refused["code"], (await socket.tell("sync"))["type"]]

    assert asyncio.run(go_on()) == ["snapshot", "too_many_at_once", "snapshot"]


@pytest.mark.parametrize(
    ("path", "headers", "organization"),
    [
        ("/accounts/login/", {}, ""),
        ("/o/acme/interviews/", {}, "acme"),
        ("/i/abcdefghijklmnop/room", {}, "abcdefgh"),
        ("/i/a", {}, "a"),
        ("/api/v1/interviews", {"X-API-Key": "iai_live_" + 100 * "k"}, "iai_live_kkkkkkkkkkkkkkk"),
    ],
)
def test_a_request_stands_for_the_organization_that_it_names(
    path: str, headers: dict[str, Any], organization: str
) -> None:
    request = RequestFactory().get(path, REMOTE_ADDR=ELSEWHERE, headers=headers)
    assert of_request(request) == Client(ELSEWHERE, organization)


def test_a_page_and_its_socket_stand_together() -> None:
    scope = {"type": "websocket", "path": "/ws/i/abcdefghijklmnop", "headers": [], "client": [ELSEWHERE, 4711]}
    assert of_socket(scope) == Client(ELSEWHERE, "abcdefgh")
