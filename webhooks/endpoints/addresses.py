"""Which addresses an endpoint may have: told while it is typed, in a sentence.

A name is not looked up here, because names change: where one leads is checked when a delivery connects. An address that
is written as a number is an address in each of its disguises (`0x7f.1`, `2130706433`), so it is read as a socket would.
"""

import ipaddress
import re
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from requests.exceptions import RequestException
from requests_hardened.ip_filter import filter_host

from interviewai.kernel.errors import Invalid
from webhooks.models import URL_MAX

CODE = "invalid_url"
HTTPS_PORT = 443
# Names that no public receiver has (RFC 6761, RFC 6762, RFC 9476 and the cloud's own metadata servers).
PRIVATE_NAMES = re.compile(r"\A(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa)|\A[^.]+")
NAME = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)*(?!-)[a-z0-9_-]{1,63}(?<!-)")


def checked_url(url: str) -> str:
    """Without blanks around it. Raises Invalid."""
    text = url.strip()
    parts = split(text)
    if len(text) > URL_MAX:
        raise Invalid(f"The address is longer than {URL_MAX:,} characters.", code=CODE)
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.WEBHOOK_ALLOW_INSECURE):
        raise Invalid("The address must begin with https://.", code=CODE)
    if parts.username is not None or parts.password is not None:
        raise Invalid("Leave name and password out of the address: they would be stored readable.", code=CODE)
    if "#" in text:
        raise Invalid("Leave out # and what follows it: no request carries that part of an address.", code=CODE)
    refuse_private(host_of(parts))
    return text


def split(text: str) -> SplitResult:
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise Invalid(
            "An address has ASCII characters and no blanks. Write other ones encoded (%.., xn--..).", code=CODE
        )
    try:
        parts = urlsplit(text)
        port = parts.port  # raises for one that is no number, or too large
    except ValueError:
        raise Invalid("This is no address of a web server.", code=CODE) from None
    if port == 0:
        raise Invalid("There is no port 0.", code=CODE)
    return parts


def host_of(parts: SplitResult) -> str:
    """A canonical IP address, or a name without a dot at its end."""
    host = (parts.hostname or "").removesuffix(".")
    if ip := as_socket_reads(host):
        return ip
    if not NAME.fullmatch(host):
        raise Invalid("This is no address of a web server.", code=CODE)
    return host


def as_socket_reads(host: str) -> str:
    """The IP address that a connection to it would use; empty for a name. Asks no name server."""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        return ""
    return str(found[0][4][0])


def refuse_private(host: str) -> None:
    if is_private_ip(host) if is_ip(host) else is_private_name(host):
        raise Invalid("This address leads into a private network. It must be reachable from the internet.", code=CODE)


def is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_private_ip(host: str) -> bool:
    try:
        filter_host(host, HTTPS_PORT, allow_loopback=settings.WEBHOOK_ALLOW_INSECURE)
    except RequestException:
        return True
    return False


def is_private_name(name: str) -> bool:
    if settings.WEBHOOK_ALLOW_INSECURE and name == "localhost":
        return False
    return bool(PRIVATE_NAMES.fullmatch(name))
