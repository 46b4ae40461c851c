"""The handler answers as Django's own does, with no way back to the event loop between middleware and view."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.signals import request_finished, request_started
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from interviewai.one_hop import OneHop

HERE = "tests.interviewai.serving.test_one_hop"


class Passing:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def within(request: HttpRequest) -> HttpResponse:
    """Names the libraries that stand between the middleware and this."""
    frames = [(frame.filename, frame.name) for frame in traceback.extract_stack()]
    between = frames[frames.index((__file__, "__call__")) :]
    return HttpResponse(
        " ".join(sorted({name for name in ("asgiref", "asyncio") for file, _ in between if name in file}))
    )


async def coroutine(request: HttpRequest) -> HttpResponse:
    await asyncio.sleep(0)
    return HttpResponse("awaited")


async def streamed(request: HttpRequest) -> StreamingHttpResponse:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"one ", b"two"):
            yield piece

    return StreamingHttpResponse(pieces())


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a view failed")


urlpatterns = [
    path("within", within),
    path("coroutine", coroutine),
    path("streamed", streamed),
    path("broken", broken),
]


async def answered(address: str) -> tuple[int, str]:
    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "headers": [(b"host", b"localhost")],
        "query_string": b"",
    }
    line: Any = ApplicationCommunicator(OneHop(), scope)  # type: ignore[no-untyped-call]
    await line.send_input({"type": "http.request", "body": b""})
    start, body, more = await line.receive_output(5), b"", True
    while more:
        message = await line.receive_output(5)
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await line.wait(5)
    return start["status"], body.decode()


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("/within", (200, "")),
        ("/coroutine", (200, "awaited")),
        ("/streamed", (200, "one two")),
    ],
)
def test_every_kind_of_view_answers_and_the_signals_that_close_connections_are_sent(
    address: str, answer: tuple[int, str]
) -> None:
    heard: list[str] = []

    def started(**_: Any) -> None:
        heard.append("started")

    def finished(**_: Any) -> None:
        heard.append("finished")

    request_started.connect(started)
    request_finished.connect(finished)
    try:
        with override_settings(ROOT_URLCONF=HERE, MIDDLEWARE=[f"{HERE}.Passing"]):
            assert asyncio.run(answered(address)) == answer
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)
    assert heard == ["started", "finished"]


def test_a_view_that_fails_is_answered_with_500() -> None:
    with override_settings(ROOT_URLCONF=HERE, MIDDLEWARE=[f"{HERE}.Passing"]):
        assert asyncio.run(answered("/broken"))[0] == 500
