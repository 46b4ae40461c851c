"""A candidate's bad network: lines that break in the middle of an answer, and networks without WebSockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from interviews.synthetic.characters import Asked, Says, strong
from interviews.synthetic.links import Link
from tests.faults.trial import Trial, WatchedTab


async def test_a_line_that_breaks_again_and_again_costs_no_word(trial: Trial) -> None:
    tab = trial.tab()

    async def cut(trial: Trial) -> None:
        while not trial.rows("SELECT 1 FROM interviews_interview WHERE id = %s AND review_until IS NOT NULL"):
            await tab.drop_line()
            await asyncio.sleep(0.4)

    await trial.go_through(strong, cut, tab=tab)

    assert tab.lost_lines > 3
    trial.assert_whole(tab)


async def test_where_websockets_are_blocked_the_same_interview_runs_over_http(trial: Trial) -> None:
    async with without_websockets(trial.stack.webs[0]) as base:
        tab = WatchedTab([trial.links[0].at(base)])
        await trial.go_through(strong, tab=tab)

    assert tab.lost_lines == 2, "the WebSocket was tried twice"
    trial.assert_whole(tab)


async def test_http_alone_survives_a_killed_web_process(trial: Trial) -> None:
    async def kill(trial: Trial) -> None:
        await trial.when("position = 1 AND EXISTS (SELECT 1 FROM interviews_segment WHERE turn_id = turn.id)")
        trial.stack.kill("web-1")

    tab = trial.tab(way="http")
    await trial.go_through(strong, kill, tab=tab)

    assert tab.lost_lines
    trial.assert_whole(tab)


async def test_an_answer_that_was_typed_while_the_line_was_down_arrives(trial: Trial) -> None:
    tab = trial.tab()
    cuts: list[asyncio.Task[None]] = []

    def typing_into_a_dead_line(asked: Asked) -> Says:
        cuts.append(asyncio.get_running_loop().create_task(tab.drop_line()))
        return Says(strong(asked).text, typed=True)

    await trial.go_through(typing_into_a_dead_line, tab=tab)

    assert tab.lost_lines >= len(cuts)
    assert [turn["typed_text"] != "" for turn in trial.turns()] == [True] * 3
    trial.assert_whole(tab)


@asynccontextmanager
async def without_websockets(base: str) -> AsyncIterator[str]:
    """The address of a proxy that hangs up on whoever wants to upgrade the connection."""
    there = urlsplit(base)

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while piece := await source.read(65536):
                sink.write(piece)
                await sink.drain()
        finally:
            sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"\r\nupgrade: websocket" in head.lower():
            writer.close()
            return
        their_reader, their_writer = await asyncio.open_connection(there.hostname, there.port)
        their_writer.write(head)
        await asyncio.gather(carry(reader, their_writer), carry(their_reader, writer), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        yield Link(f"http://{host}:{port}", "").base
