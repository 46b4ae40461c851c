"""No address holds a NUL: nothing that is stored does, and Postgres cannot even be asked for it.

Decided once, before anything looks at the address, for pages and API alike: such a path leads nowhere, and neither
does a page with such a query. To the API, whose queries are filters, it is a request that cannot be understood.
"""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from organizations.platform_api.middleware import PREFIX

NUL = re.compile(r"\0|%00")


class OddAddressMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        if NUL.search(request.META.get("QUERY_STRING", "")):
            if request.path_info.startswith(PREFIX):
                raise BadRequest
            raise Http404
        return self.get_response(request)
