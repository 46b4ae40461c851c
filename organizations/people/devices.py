"""Which accounts a browser has been logged in to: OWASP's device cookies.

Wrong passwords are counted for the address, so whoever knows an address could lock its owner out. Attempts from a
device that has logged in to the account before are counted apart: what strangers do does not reach them, and a device
that was stolen has no more tries than a stranger.
"""

import secrets
from datetime import timedelta
from typing import TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "device"
SALT = "organizations.people.devices"
REMEMBERED_FOR = timedelta(days=400)  # browsers keep no cookie longer
ACCOUNTS_MAX = 5  # of one browser, the last ones


class Device(TypedDict):
    id: str
    accounts: list[str]


def attempts_key(request: HttpRequest, address: str) -> str:
    """Under which a wrong password for the address is counted."""
    device = of(request)
    known = account(address) in device["accounts"]
    return f"{address}:{device['id']}" if known else address


def remember(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """After a successful login. Each has an id of its own, so that nobody carries the tries of another one on."""
    others = [each for each in of(request)["accounts"] if each != account(address)]
    device = Device(id=secrets.token_urlsafe(16), accounts=[account(address), *others][:ACCOUNTS_MAX])
    response.set_cookie(
        COOKIE,
        signing.dumps(device, salt=SALT),
        max_age=REMEMBERED_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def of(request: HttpRequest) -> Device:
    try:
        device: Device = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=REMEMBERED_FOR)
    except signing.BadSignature:
        return Device(id="", accounts=[])
    return device


def account(address: str) -> str:
    """The cookie can be read by whoever holds it, so it names nobody."""
    return salted_hmac(SALT, address).hexdigest()[:32]
