"""One POST to receivers of every kind, and to addresses that nobody should reach through us."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from tests.webhooks.receiving import Receiver
from webhooks.delivery.egress import REQUEST_MAX, Answer, Egress, Failure, excerpt_of, retry_after_s
from webhooks.models import EXCERPT_MAX

FORBIDDEN = {Failure.FORBIDDEN_ADDRESS, Failure.INVALID_URL}
# Ways to write an address that leads inside.
INSIDE = """
127.0.0.1 127.1 127.0.1 2130706433 017700000001 0177.0.0.1 0x7f000001 0x7f.0.0.1 0x7f.1 127.0.0.1.
①②⑦.⓪.⓪.① 127。0。0。1
localhost LOCALHOST lOcAlHoSt
0.0.0.0 0 00000000000 [::] [::1] [0:0:0:0:0:0:0:1] [::0001]
[::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::127.0.0.1] [::7f00:1] [::ffff:10.0.0.1] [::10.0.0.1]
[64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b:1::a00:1] [2002:7f00:1::] [2002:a00:1::] [2001:0:a00:1::]
10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 100.64.0.1 167772161 0x0a000001 012.0.0.1
169.254.169.254 2852039166 0xa9fea9fe [::ffff:169.254.169.254] [fd00:ec2::254] [fe80::1] [fc00::1] [fec0::1]
192.0.0.192 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 [ff02::1]
[2001:db8::1] [100::1] [5f00::1] [3fff::1]
""".split()  # noqa: SIM905


def post(url: str, body: bytes = b"{}") -> Answer:
    async def once() -> Answer:
        async with Egress() as egress:
            return await egress.post(url, body, {"Content-Type": "application/json"})

    return asyncio.run(once())


@pytest.mark.parametrize("host", INSIDE)
def test_no_way_of_writing_it_leads_inside(host: str) -> None:
    with override_settings(WEBHOOK_ALLOW_INSECURE=False):
        answer = post(f"https://{host}/")
        assert answer.failure in FORBIDDEN
        assert post(f"https://{host}:8443/").failure == answer.failure


def test_the_development_setting_opens_this_machine_and_nothing_else() -> None:
    refused = {host: post(f"http://{host}:1/").failure for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")}
    assert set(refused.values()) == {Failure.CONNECTION_REFUSED}
    for host in ("10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "[fc00::1]", "0.0.0.0"):  # noqa: S104
        assert post(f"http://{host}:1/").failure == Failure.FORBIDDEN_ADDRESS


def test_a_name_of_this_machine_with_a_dot_at_its_end_leads_nowhere() -> None:
    """Whether such a name is known depends on the machine."""
    with override_settings(WEBHOOK_ALLOW_INSECURE=False):
        assert post("https://localhost./").failure in {*FORBIDDEN, Failure.DNS_FAILED}


@pytest.fixture
def lying_names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and what the DNS says of them, one answer a question: the last one stays."""
    answers: dict[str, list[str]] = {}
    honest = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in answers:
            return honest(host, port, *args, **kwargs)
        said = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [each for address in said.split() for each in honest(address, port, 0, socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return answers


def test_a_name_that_leads_inside_is_refused(lying_names: dict[str, list[str]]) -> None:
    lying_names["inside.example.com"] = ["10.0.0.1 192.168.1.1"]
    assert post("https://inside.example.com/").failure == Failure.FORBIDDEN_ADDRESS


def test_a_name_that_leads_inside_the_second_time_is_refused_then(
    lying_names: dict[str, list[str]], receiver: Receiver
) -> None:
    place = receiver.place()
    lying_names["rebinding.example.com"] = ["127.0.0.1", "10.0.0.1"]
    url = place.url.replace("127.0.0.1", "rebinding.example.com")
    assert post(url).failure is None
    assert post(url).failure == Failure.FORBIDDEN_ADDRESS
    assert len(place.received) == 1


def test_of_several_addresses_only_the_public_ones_are_tried(
    lying_names: dict[str, list[str]], receiver: Receiver
) -> None:
    place = receiver.place()
    lying_names["both.example.com"] = ["10.0.0.1 127.0.0.1"]
    assert post(place.url.replace("127.0.0.1", "both.example.com")).failure is None


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        ("http://example.com/", Failure.INSECURE_URL),
        ("HTTP://example.com/", Failure.INSECURE_URL),
        ("ftp://example.com/", Failure.INVALID_URL),
        ("file:///etc/passwd", Failure.INVALID_URL),
        ("https://", Failure.INVALID_URL),
        ("https://[bad", Failure.INVALID_URL),
        ("https://a..b/", Failure.INVALID_URL),
        ("https://example.com:99999/", Failure.INVALID_URL),
        ("", Failure.INVALID_URL),
        ("https://no-such-host.invalid/", Failure.DNS_FAILED),
    ],
)
def test_what_cannot_be_asked_is_named(url: str, failure: Failure) -> None:
    with override_settings(WEBHOOK_ALLOW_INSECURE=False):
        answer = post(url)
        assert (answer.status_code, answer.failure, answer.excerpt) == (None, failure, "")


@pytest.mark.parametrize(
    ("mode", "status", "failure"),
    [
        ("ok", 200, None),
        ("status-201", 201, None),
        ("status-400", 400, Failure.HTTP_STATUS),
        ("status-410", 410, Failure.HTTP_STATUS),
        ("status-500", 500, Failure.HTTP_STATUS),
        ("redirect", 307, Failure.REDIRECT),
        ("gigabyte", 200, None),
        ("slow", 200, Failure.TIMEOUT),
        ("hang", None, Failure.TIMEOUT),
        ("cut", None, Failure.DISCONNECTED),
    ],
)
def test_each_receiver_is_answered_for(
    mode: str, status: int | None, failure: Failure | None, receiver: Receiver
) -> None:
    place = receiver.place(mode)
    answer = post(place.url)
    assert (answer.status_code, answer.failure) == (status, failure)
    assert answer.duration_ms < 1500
    assert "\0" not in answer.excerpt
    assert len(answer.excerpt) <= EXCERPT_MAX
    assert len(place.received) == 1


def test_a_body_that_is_too_large_is_not_sent(receiver: Receiver) -> None:
    place = receiver.place()
    assert post(place.url, b"x" * (REQUEST_MAX + 1)).failure == Failure.TOO_LARGE
    assert post(place.url, b"x" * REQUEST_MAX).failure is None
    assert len(place.received) == 1


def test_no_proxy_of_the_environment_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert post(receiver.place().url).failure is None


@contextmanager
def serving(context: ssl.SSLContext | None, answer: bytes) -> Iterator[int]:
    """A server of a few lines, for what no honest one does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    wrapped = context.wrap_socket(connection, server_side=True) if context else connection
                    wrapped.recv(65536)
                    wrapped.sendall(answer)
                except OSError:
                    pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        thread.join(timeout=10)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(self_signed(tmp_path), b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as port:
        assert post(f"https://localhost:{port}/").failure == Failure.TLS_FAILED


@pytest.mark.parametrize(
    "answer", [b"not http at all\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"]
)
def test_what_is_no_answer_is_named(answer: bytes) -> None:
    with serving(None, answer) as port:
        assert post(f"http://127.0.0.1:{port}/").failure == Failure.INVALID_RESPONSE


def self_signed(folder: Path) -> ssl.SSLContext:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.now(UTC)
    made = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(
        key, hashes.SHA256()
    )
    (folder / "certificate").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate")
    return context


def test_an_excerpt_is_text_that_the_database_takes() -> None:
    assert excerpt_of(b"a\0b\xffc") == "ab\N{REPLACEMENT CHARACTER}c"
    assert excerpt_of("ü".encode() * 5000) == "ü" * EXCERPT_MAX
    assert excerpt_of(b"\0" * 5000) == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("90", 90), (" 0 ", 0), ("-5", None), ("soon", None), ("", None), (None, None), ("9" * 40, 1e9), ("1e3", None)],
)
def test_retry_after_is_read_or_says_nothing(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value) == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    later = retry_after_s("Wed, 21 Oct 2099 07:28:00 GMT")
    assert later is not None
    assert later > 1e9
