"""The only door out: one POST to a receiver that may be anything, also an attacker.

Where a name leads is looked at when the socket is made, so an address that is private, or that changed between two
questions to the DNS, is never connected to. Nothing follows a redirect, obeys a proxy of the environment, waits beyond
the deadline (body included) or reads more than RESPONSE_MAX.
"""

import errno
import ipaddress
import socket
import ssl
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

import aiohttp
from django.conf import settings
from requests_hardened.ip_filter import InvalidIPAddress, filter_host
from yarl import URL

from webhooks.delivery.lookups import LookupTimeout, Resolver, asking
from webhooks.models import EXCERPT_MAX

REQUEST_MAX = 256 * 1024
RESPONSE_MAX = 64 * 1024
# Shorter than receivers keep an idle connection, or a request would meet its end.
KEEPALIVE_S = 1.0


class Failure(StrEnum):
    INVALID_URL = "invalid_url"
    INSECURE_URL = "insecure_url"
    DNS_FAILED = "dns_failed"
    DNS_TIMEOUT = "dns_timeout"
    FORBIDDEN_ADDRESS = "forbidden_address"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMEOUT = "timeout"
    DISCONNECTED = "disconnected"
    INVALID_RESPONSE = "invalid_response"
    REDIRECT = "redirect"
    HTTP_STATUS = "http_status"
    TOO_LARGE = "too_large"  # what we would have sent
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105  # nothing was sent: the signing secret cannot be opened
    INTERNAL = "internal"  # a mistake of ours


class Answer(NamedTuple):
    """What came of one attempt. `failure` is None for a 2xx; its body may have been cut off at RESPONSE_MAX."""

    status_code: int | None = None
    failure: Failure | None = None
    excerpt: str = ""
    duration_ms: int = 0
    retry_after_s: float | None = None


class ForbiddenAddress(OSError):
    """Always with the same text: aiohttp then reports it as itself, also when several addresses were refused."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "This address is not one of the public internet.")


class Egress:
    """`async with Egress() as egress: answer = await egress.post(...)`; never raises what a receiver can cause.

    Names are remembered by the resolver, which knows who asks: aiohttp's cache would let organizations wait for each
    other's questions.
    """

    def __init__(self) -> None:
        self.timeout = aiohttp.ClientTimeout(total=settings.WEBHOOK_DEADLINE_SECONDS)

    async def __aenter__(self) -> Self:
        self.resolver = Resolver(settings.WEBHOOK_DEADLINE_SECONDS)
        connector = aiohttp.TCPConnector(
            limit=0,
            resolver=self.resolver,
            use_dns_cache=False,
            socket_factory=open_socket,
            keepalive_timeout=KEEPALIVE_S,
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),  # one receiver's cookies are nobody else's
            auto_decompress=False,  # what is small on the wire stays small
            timeout=self.timeout,
        )
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.session.close()
        await self.resolver.close()

    async def post(self, url: str, body: bytes, headers: dict[str, str], organization_id: str = "") -> Answer:
        asking.set(organization_id)
        started = time.monotonic()
        try:
            answered = await self._post(url, body, headers)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            answered = {"failure": failure_of(error)}
        return Answer(**answered, duration_ms=round((time.monotonic() - started) * 1000))

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        if len(body) > REQUEST_MAX:
            return {"failure": Failure.TOO_LARGE}
        if failure := failure_of_scheme(url):
            return {"failure": failure}
        status: int | None = None
        try:
            async with self.session.post(as_typed(url), data=body, headers=headers, allow_redirects=False) as response:
                status = response.status
                excerpt = await read(response)
        except TimeoutError:
            return {"status_code": status, "failure": Failure.TIMEOUT}
        return {
            "status_code": status,
            "failure": failure_of_status(status),
            "excerpt": excerpt,
            "retry_after_s": retry_after_s(response.headers.get("Retry-After")),
        }


async def read(response: aiohttp.ClientResponse) -> str:
    """The excerpt. What is longer than RESPONSE_MAX is cut off, together with the connection."""
    chunks, size = [], 0
    while chunk := await response.content.readany():
        chunks.append(chunk)
        size += len(chunk)
        if size > RESPONSE_MAX:
            response.close()
            break
    return excerpt_of(b"".join(chunks))


def excerpt_of(body: bytes) -> str:
    """Postgres stores no NUL."""
    return body[: 4 * EXCERPT_MAX].decode(errors="replace").replace("\0", "")[:EXCERPT_MAX]


def as_typed(url: str) -> URL:
    """What stands behind the host goes out byte for byte. Raises ValueError for what no request line can hold.

    The host is read alone, as it is looked up and named in `Host`. The rest is all "path" to yarl, which would decode,
    order or drop parts of anything else: `%40`, `..`, a `?` with nothing behind it.
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("An address has printable ASCII characters only.")
    parts = urlsplit(url)
    server = URL(f"{parts.scheme}://{parts.netloc}")
    target = url.partition("://")[2].removeprefix(parts.netloc).partition("#")[0]
    path = target if target.startswith("/") else f"/{target}"
    return URL.build(scheme=server.scheme, authority=server.raw_authority, path=path, encoded=True)


def failure_of_scheme(url: str) -> Failure | None:
    scheme = url.partition("://")[0].lower()
    if scheme not in ("https", "http"):
        return Failure.INVALID_URL
    return Failure.INSECURE_URL if scheme == "http" and not settings.WEBHOOK_ALLOW_INSECURE else None


def failure_of_status(status: int) -> Failure | None:
    if 200 <= status < 300:
        return None
    return Failure.REDIRECT if 300 <= status < 400 else Failure.HTTP_STATUS


def failure_of(error: Exception) -> Failure:
    if isinstance(error, TimeoutError):
        return Failure.TIMEOUT
    if isinstance(error, aiohttp.ClientConnectorError):
        return failure_of_connecting(error)
    if isinstance(error, aiohttp.InvalidURL):
        return Failure.INVALID_URL
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionError | aiohttp.ClientOSError):
        return Failure.DISCONNECTED
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.ClientPayloadError):
        return Failure.INVALID_RESPONSE
    return Failure.INVALID_URL if isinstance(error, ValueError) else Failure.CONNECTION_FAILED


def failure_of_connecting(error: aiohttp.ClientConnectorError) -> Failure:
    cause = getattr(error, "os_error", None) or error
    if isinstance(error, aiohttp.ClientSSLError) or isinstance(cause, ssl.SSLError):
        return Failure.TLS_FAILED
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Failure.DNS_TIMEOUT if isinstance(cause, LookupTimeout) else Failure.DNS_FAILED
    if isinstance(cause, ForbiddenAddress):
        return Failure.FORBIDDEN_ADDRESS
    refused = getattr(cause, "errno", None) == errno.ECONNREFUSED
    return Failure.CONNECTION_REFUSED if refused else Failure.CONNECTION_FAILED


def retry_after_s(value: str | None) -> float | None:
    """Seconds, or a date. What is neither says nothing."""
    if not value or len(value) > 50:
        return None
    if value.strip().isdecimal():
        return min(float(value), 1e9)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return None


def open_socket(address: tuple[Any, ...]) -> socket.socket:
    """For each address that is about to be connected to, written out in the URL or found for a name."""
    family, kind, protocol, _, (host, port, *_) = address
    if is_forbidden(host, port):
        raise ForbiddenAddress
    return socket.socket(family, kind, protocol)


def is_forbidden(host: str, port: int) -> bool:
    found, may_be_loopback = ipaddress.ip_address(host), settings.WEBHOOK_ALLOW_INSECURE
    try:
        filter_host(host, port, allow_loopback=may_be_loopback)
    except InvalidIPAddress:
        return True
    # The filter lets through what no standard routes, such as [::10.0.0.1] and fec0::1.
    unrouted = found.is_reserved or getattr(found, "is_site_local", False)
    return unrouted and not (may_be_loopback and (found.is_loopback or getattr(found, "ipv4_mapped", None) is not None))
