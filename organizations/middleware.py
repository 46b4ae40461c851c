"""Who asks, and what no cache may keep of the answer.

`/o/<slug>/...`: who asks is loaded from the public schema, then the view runs inside the organization's schema.
Synchronous: under ASGI, Django runs it and the view in one thread, which is what a schema needs. A view must not hand
out a response that reads the database while it is streamed: by then the schema has been left.
"""

import re
from collections.abc import Callable

import structlog
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from organizations.directory import find_organization
from organizations.models import Membership, User
from organizations.tenancy import organization_schema

PATH = re.compile(r"^/o/(?P<slug>[^/]+)/")
ACCOUNTS = "/accounts/"


class NoStoreMiddleware:
    """Whoever uses the browser or a cache next finds no page of a person who was logged in, and none about accounts.

    A view may say otherwise; the API and recordings do.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers and is_personal(request):
            response.headers["Cache-Control"] = "no-store"
        return response


def is_personal(request: HttpRequest) -> bool:
    """REST framework leaves None as the user of a request to the API."""
    return request.path_info.startswith(ACCOUNTS) or getattr(request.user, "is_authenticated", False)


class OrganizationMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = PATH.match(request.path_info)
        if path is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        membership = find_membership(request.user, path["slug"])
        organization = membership.organization
        request.organization, request.membership = organization, membership  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(organization_id=organization.id)
        with organization_schema(organization):
            return self.get_response(request)


def find_membership(user: User, slug: str) -> Membership:
    """A stranger's organization is answered like one that does not exist."""
    organization = find_organization(slug=slug)
    membership = organization and Membership.objects.filter(user=user, organization=organization).first()
    if not organization or not membership:
        raise Http404
    membership.organization = organization
    membership.user = user
    return membership
