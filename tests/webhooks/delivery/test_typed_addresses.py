"""The address that an owner types is the address that is called, byte for byte, and no way around the door."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from organizations.models import Organization
from tests.webhooks.delivery.test_egress import post
from tests.webhooks.platform import Platform, errors
from tests.webhooks.sending import send
from webhooks.delivery.egress import Failure

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Wire:
    """A server that keeps the head of each request as it came: nothing has parsed it."""

    port: int
    heads: list[bytes] = field(default_factory=list)

    @property
    def request_line(self) -> str:
        return self.heads[-1].partition(b"\r\n")[0].decode("latin-1")

    @property
    def host(self) -> str:
        [line] = [line for line in self.heads[-1].split(b"\r\n") if line.lower().startswith(b"host:")]
        return line.partition(b":")[2].strip().decode("latin-1")


@pytest.fixture
def wire() -> Iterator[Wire]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Wire(server.getsockname()[1])
        thread = threading.Thread(target=listen, args=(server, made.heads), daemon=True)
        thread.start()
        yield made
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=10)


def listen(server: socket.socket, heads: list[bytes]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            heads.append(whole_request(connection))
            connection.sendall(ANSWER)


def whole_request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received or len(received) < length_of(received):
        received += connection.recv(65536)
    return received.partition(b"\r\n\r\n")[0]


def length_of(received: bytes) -> int:
    head = received.partition(b"\r\n\r\n")[0]
    [line] = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return len(head) + 4 + int(line.partition(b":")[2])


TARGETS = [
    "/hooks/team%40example.com",
    "/hooks/team@example.com",
    "/a%2Fb/c%2fd",
    "/~me/%7Eme/(x)/%28x%29",
    "/x?next=%2Fa%2Fb&part=%28one%29",
    "/x?q=a+b%20c&q=%C3%BC&b=2&a=1",
    "/x?q=%FF%FE",
    "/x?",
    "/x?a=b?c=/d:e@f",
    "/a/./b/../c",
    "/%2e%2e/%2E",
    "//double//slash//",
    "/;v=1/x,y'!$&*=",
    '/"<>^`{|}[]?"<>^`{|}[]',
    "/%",
    "/%zz?%",
]


@pytest.mark.parametrize("target", TARGETS)
def test_what_was_typed_is_what_is_called(acme: Organization, wire: Wire, target: str) -> None:
    platform = Platform.of(acme)
    url = f"http://127.0.0.1:{wire.port}{target}"
    made = platform.endpoint(url=url)
    assert made["url"] == url
    platform.ping(made["id"])
    send()
    assert wire.request_line == f"POST {target} HTTP/1.1"
    assert wire.host == f"127.0.0.1:{wire.port}"


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://127.0.0.1:{port}", "POST / HTTP/1.1"),
        ("http://127.0.0.1:{port}?a=%2F", "POST /?a=%2F HTTP/1.1"),
        ("HTTP://LocalHost:{port}/%2F", "POST /%2F HTTP/1.1"),
        ("http://127.0.0.1:{port}/x#kept%20by%20us", "POST /x HTTP/1.1"),
    ],
)
def test_a_request_line_has_a_path_and_no_fragment(wire: Wire, url: str, line: str) -> None:
    assert post(url.format(port=wire.port)).failure is None
    assert wire.request_line == line
    assert wire.host in (f"127.0.0.1:{wire.port}", f"localhost:{wire.port}")


@pytest.mark.parametrize(
    "tail", ["/a b", "/a\r\nX-Evil: 1", "/a\tb", "/a\0b", "/ü", "/x?q=ü", "/x?q=\n", "/\x7f", "/\u2028", "/\ud800"]
)
def test_what_no_request_line_holds_is_never_sent(wire: Wire, tail: str) -> None:
    assert post(f"http://127.0.0.1:{wire.port}{tail}").failure == Failure.INVALID_URL
    assert wire.heads == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com@10.0.0.1/",
        "http://example.com:80@10.0.0.1/",
        "http://10.0.0.1/@example.com",
        "http://10.0.0.1?@example.com/",
        "http://10.0.0.1#@example.com/",
        "http://0xa.1/%2F",
        "http://[::ffff:10.0.0.1]/%2F",
    ],
)
def test_no_way_of_writing_the_rest_leads_inside(url: str) -> None:
    assert post(url).failure == Failure.FORBIDDEN_ADDRESS


def test_a_part_that_no_request_carries_is_refused_when_it_is_typed(acme: Organization) -> None:
    refused = Platform.of(acme).post("webhook-endpoints", {"url": "https://platform.example.com/hooks#live"})
    assert errors(refused) == [("/url", "invalid_url")]
