"""Sockets that send without waiting, open without end, or come from other hosts' pages."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from interviewai.asgi import application
from interviews import protocol
from interviews.candidate.bounded_sockets import BYTES_UNANSWERED, FRAMES_UNANSWERED, SOCKETS_PER_LINK
from interviews.synthetic.wire import Recording, segment_frame
from organizations.models import Organization
from providers.wav import wav
from tests.interviews.candidates import Invite
from tests.interviews.socket import Socket, opened
from tests.served import serving

FRAME_BYTES = 2 * 1024 * 1024
FRAMES = 300


@pytest.fixture(scope="module")
def daphne() -> Iterator[tuple[str, int]]:
    """The web process as it is started everywhere, on this run's stores: its address and process id."""
    with serving() as served:
        yield served


def line(daphne: tuple[str, int], token: str, **headers: str) -> ClientConnection:
    address = daphne[0].replace("http://", "ws://")
    return connect(f"{address}/ws/i/{token}", proxy=None, compression=None, additional_headers=headers)


def most_resident(pid: int) -> int:
    """Bytes: the most that it ever had."""
    [told] = [row for row in Path(f"/proc/{pid}/status").read_text().splitlines() if row.startswith("VmHWM")]
    return int(told.split()[1]) * 1024


def test_frames_that_nobody_waits_for_do_not_grow_the_web_process(
    acme: Organization, invite: Invite, daphne: tuple[str, int]
) -> None:
    page = invite(acme)
    page.practise()
    frame = segment_frame(page.turn["id"], 0, Recording(wav(bytes(FRAME_BYTES), 16_000, "x"), "audio/wav", 100))
    with line(daphne, page.token) as socket:
        socket.send(json.dumps({"v": 1, "type": "sync"}))
        socket.recv(timeout=30)
    before = most_resident(daphne[1])
    code = send_without_waiting(daphne, page.token, frame)
    assert code in (protocol.CLOSE_TOO_MANY, 1006), "who goes on sending may miss the reason"
    assert most_resident(daphne[1]) - before < 6 * BYTES_UNANSWERED < FRAMES * FRAME_BYTES / 6
    with line(daphne, page.token) as again:
        again.send(json.dumps({"v": 1, "type": "hello"}))
        assert json.loads(again.recv(timeout=30))["type"] == "snapshot"


def send_without_waiting(daphne: tuple[str, int], token: str, frame: bytes) -> int:
    """What the socket is closed with."""
    with line(daphne, token) as socket:
        try:
            for _ in range(FRAMES):
                socket.send(frame)
            while True:
                socket.recv(timeout=60)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def test_a_socket_is_told_before_it_is_closed_for_its_flood(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    sync = json.dumps({"v": 1, "type": "sync"})

    async def flood() -> tuple[list[str], int]:
        codes = []
        async with opened(page.token) as socket:
            for _ in range(3 * FRAMES_UNANSWERED):
                await socket.send_input({"type": "websocket.receive", "text": sync})
            while (event := await socket.receive_output(timeout=10))["type"] == "websocket.send":
                codes.append(json.loads(event["text"]).get("code", "snapshot"))
        return codes, event["code"]

    codes, closed_with = asyncio.run(flood())
    assert closed_with == protocol.CLOSE_TOO_MANY
    assert codes[-1] == "too_many_unanswered"
    assert len(codes) < FRAMES_UNANSWERED


def test_a_page_that_waits_for_its_answers_may_send_for_ever(acme: Organization, invite: Invite) -> None:
    page = invite(acme)

    async def talk() -> set[str]:
        async with opened(page.token) as socket:
            return {(await socket.tell("sync"))["type"] for _ in range(3 * FRAMES_UNANSWERED)}

    assert asyncio.run(talk()) == {"snapshot"}


def test_of_too_many_sockets_on_one_link_the_oldest_is_closed(acme: Organization, invite: Invite) -> None:
    page, other = invite(acme), invite(acme)

    async def open_many() -> None:
        async with opened(other.token) as neighbour:
            sockets = [Socket(application, f"/ws/i/{page.token}") for _ in range(SOCKETS_PER_LINK + 1)]
            for socket in sockets:
                assert (await socket.connect(timeout=10))[0]
            assert (await sockets[0].hear())["code"] == "too_many_unanswered"
            assert await sockets[0].close_code() == protocol.CLOSE_TOO_MANY
            for socket in (*sockets[1:], neighbour):
                assert (await socket.tell("sync"))["type"] == "snapshot"
            for socket in sockets:
                await socket.disconnect(timeout=10)

    asyncio.run(open_many())


@pytest.mark.parametrize(
    "header",
    [
        (b"origin", b"https://elsewhere.example"),
        (b"origin", b"https://localhost.elsewhere.example"),
        (b"origin", b"null"),
        (b"origin", b"http://[::1"),
        (b"origin", b"file:///a"),
        (b"origin", b""),
        (b"origin", b"\xff"),
        (b"host", b"elsewhere.example"),
        (b"host", b""),
    ],
)
def test_a_page_of_another_host_opens_no_socket(
    acme: Organization, invite: Invite, header: tuple[bytes, bytes]
) -> None:
    async def connects() -> bool:
        socket = Socket(application, f"/ws/i/{invite_token}", headers=[header])
        connected, _ = await socket.connect(timeout=10)
        return bool(connected)

    invite_token = invite(acme).token
    assert not asyncio.run(connects())


def test_a_page_of_another_host_is_told_403(acme: Organization, invite: Invite, daphne: tuple[str, int]) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    with pytest.raises(InvalidStatus) as refused, line(daphne, invite(acme).token, **foreign):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80", None])
def test_our_own_pages_and_what_is_no_browser_open_one(
    acme: Organization, invite: Invite, daphne: tuple[str, int], origin: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    with line(daphne, invite(acme).token, **headers) as socket:
        socket.send(json.dumps({"v": 1, "type": "sync"}))
        assert json.loads(socket.recv(timeout=30))["type"] == "snapshot"
