"""No address holds a NUL: nothing that is stored does, and Postgres cannot even be asked for it.

Decided once, before any view: such a path leads nowhere. A page reads the query without them, as nonsense there filters
nothing; to the API, which refuses nonsense, it is a request that cannot be understood.
"""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from organizations.platform_api.middleware import PREFIX

NUL = re.compile(r"\0|%00")
# A candidate's link that is none has a page of its own, whatever stands in it.
WRONG_LINK = re.compile(r"/i/[^/\0]*\0")


class OddAddressMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info and not WRONG_LINK.match(request.path_info):
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if request.path_info.startswith(PREFIX) and NUL.search(query):
            raise BadRequest
        request.META["QUERY_STRING"] = NUL.sub("", query)
        return self.get_response(request)
