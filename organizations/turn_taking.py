"""As whom a request or a message stands in this process's queue, before anything of it has been looked up.

What it says of its organization is not checked: whoever names another one divides what their own address has.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

from interviewai.kernel.fair_turns import Client, FairTurns
from organizations.models import LINK_PREFIX_LENGTH
from organizations.platform_api.rate_limits import address_of

PLACES = 8  # More would only take time from one another. Half of it is the most that one address has.
TURNS = FairTurns(PLACES, waiting_of_address=256, waiting=1024)

NAMED = re.compile(rf"/(?:ws/)?i/([^/]{{1,{LINK_PREFIX_LENGTH}}})|/o/([^/]{{1,63}})")
KEY_CHARACTERS = 24


def of_request(request: HttpRequest) -> Client:
    key = request.headers.get("X-API-Key", "")[:KEY_CHARACTERS]
    return Client(address_of(request), named_in(request.path_info) or key)


def of_socket(scope: Mapping[str, Any]) -> Client:
    return of_request(ASGIRequest({**scope, "method": "GET"}, BytesIO()))


def named_in(path: str) -> str:
    found = NAMED.match(path)
    return "" if found is None else found[1] or found[2]
