"""Who may do what: the object or the same 404, and the roles that a view asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from organizations.models import ApiKey, Invitation, Membership, Organization, Role, User
from organizations.tenancy import shared_schema

ASCENDING = (Role.REVIEWER, Role.RECRUITER, Role.OWNER)
REFUSALS = {
    Role.RECRUITER: "Only recruiters and owners may do this. Ask an owner of the organization to change your role.",
    Role.OWNER: "Only owners of the organization may do this.",
}

P = ParamSpec("P")


class OrganizationRequest(HttpRequest):
    """A request under /o/<slug>/: OrganizationMiddleware has found the organization and the membership."""

    organization: Organization
    membership: Membership
    user: User


View = Callable[Concatenate[OrganizationRequest, P], HttpResponse]


def reaches(membership: Membership, role: str) -> bool:
    return ASCENDING.index(Role(membership.role)) >= ASCENDING.index(Role(role))


def requires(role: str) -> Callable[[View[P]], View[P]]:
    """Members below the role get the 403 page, which says who may. Strangers never come this far: they get a 404."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: OrganizationRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not reaches(request.membership, role):
                raise PermissionDenied(REFUSALS[Role(role)])
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def about_people(view: View[P]) -> View[P]:
    """For views under /o/<slug>/ that are about members, not about jobs and interviews: their tables are shared."""

    @wraps(view)
    def shared(request: OrganizationRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with shared_schema():
            return view(request, *args, **kwargs)

    return shared


def get_membership(organization: Organization, membership_id: str) -> Membership:
    return get_object_or_404(organization.memberships.select_related("user"), pk=membership_id)


def get_open_invitation(organization: Organization, invitation_id: str) -> Invitation:
    return get_object_or_404(organization.invitations.filter(accepted_at=None), pk=invitation_id)


def get_api_key(organization: Organization, key_id: str) -> ApiKey:
    return get_object_or_404(organization.api_keys, pk=key_id)
