from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviewai.kernel.errors import Conflict, DomainError, Gone, NotFound
from organizations.access import (
    OrganizationRequest,
    about_people,
    get_membership,
    get_open_invitation,
    reaches,
    requires,
)
from organizations.models import Invitation, Membership, Organization, Role, User
from organizations.people import invitations, members
from organizations.platform_api.keys import numbers_by_creator
from organizations.staff.forms import InvitationForm, RoleForm


@about_people
@require_safe
def member_list(request: OrganizationRequest, slug: str) -> HttpResponse:
    return show_members(request, InvitationForm())


def show_members(request: OrganizationRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    context = {
        "memberships": listed(request.organization),
        "invitations": list(request.organization.invitations.filter(accepted_at=None)),
        "may_manage": reaches(request.membership, Role.OWNER),
        "roles": Role.choices,
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "organizations/members.html", context, status=status)


def listed(organization: Organization) -> list[Membership]:
    """Each with `keys`, the number of API keys that would end with it."""
    memberships, numbers = list(organization.memberships.select_related("user")), numbers_by_creator(organization)
    for membership in memberships:
        membership.keys = numbers.get(membership.user_id, 0)  # type: ignore[attr-defined]
    return memberships


@requires(Role.OWNER)
@about_people
@require_POST
def change_role(request: OrganizationRequest, slug: str, membership_id: str) -> HttpResponse:
    membership = get_membership(request.organization, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "There is no such role.")
        return redirect("organizations:members", slug=slug)
    try:
        members.change_role(membership, form.cleaned_data["role"])
        messages.success(request, f"{membership.user} has a new role.")
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("organizations:members", slug=slug)


@about_people
@require_POST
def remove(request: OrganizationRequest, slug: str, membership_id: str) -> HttpResponse:
    """Owners remove anybody; everybody may leave."""
    if membership_id == request.membership.pk:
        return leave(request, slug)
    return remove_other(request, slug, membership_id)


def leave(request: OrganizationRequest, slug: str) -> HttpResponse:
    try:
        members.remove(request.membership)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("organizations:members", slug=slug)
    messages.success(request, f"You have left {request.organization.name}.")
    return redirect("organizations:switch")


@requires(Role.OWNER)
def remove_other(request: OrganizationRequest, slug: str, membership_id: str) -> HttpResponse:
    membership = get_membership(request.organization, membership_id)
    try:
        members.remove(membership)
        messages.success(request, f"{membership.user} is no longer a member.")
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("organizations:members", slug=slug)


@requires(Role.OWNER)
@about_people
@require_POST
def invite(request: OrganizationRequest, slug: str) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return show_members(request, form, status=422)
    try:
        invitation, token = invitations.invite(
            request.organization, form.cleaned_data["email"], form.cleaned_data["role"], request.user
        )
    except DomainError as error:
        form.add_error("email", error.message)
        return show_members(request, form, status=error.status)
    return send_and_return(request, invitation, token)


@requires(Role.OWNER)
@about_people
@require_POST
def resend(request: OrganizationRequest, slug: str, invitation_id: str) -> HttpResponse:
    invitation = get_open_invitation(request.organization, invitation_id)
    try:
        token = invitations.renew(invitation)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("organizations:members", slug=slug)
    return send_and_return(request, invitation, token)


def send_and_return(request: OrganizationRequest, invitation: Invitation, token: str) -> HttpResponse:
    try:
        invitations.send(invitation, token)
        messages.success(request, f"The invitation was sent to {invitation.email}.")
    except DomainError as error:
        messages.error(request, error.message)
    except OSError:
        messages.error(request, "The mail server did not take the mail. Please send the invitation again later.")
    return redirect("organizations:members", slug=request.organization.slug)


@requires(Role.OWNER)
@about_people
@require_POST
def revoke(request: OrganizationRequest, slug: str, invitation_id: str) -> HttpResponse:
    get_open_invitation(request.organization, invitation_id).delete()
    messages.success(request, "The invitation was revoked. Its link no longer works.")
    return redirect("organizations:members", slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = invitations.find(token)
        return join(request, invitation) if request.method == "POST" else show_invitation(request, invitation, token)
    except NotFound as error:
        raise Http404 from error
    except Gone as error:
        return render(request, "410.html", {"message": error.message}, status=error.status)


def show_invitation(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    context = {
        "invitation": invitation,
        "token": token,
        "is_invited": is_invited(request, invitation),
        "is_member": is_member(request, invitation),
    }
    return render(request, "organizations/invitation.html", context)


def join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not isinstance(request.user, User) or not is_invited(request, invitation):
        return redirect(request.path)
    invitations.accept(invitation, request.user)
    messages.success(request, f"Welcome to {invitation.organization.name}.")
    return redirect("organizations:home", slug=invitation.organization.slug)


def is_invited(request: HttpRequest, invitation: Invitation) -> bool:
    """An invitation is for one address. Another one's account is told so and may log in with the right one."""
    return isinstance(request.user, User) and request.user.email == invitation.email


def is_member(request: HttpRequest, invitation: Invitation) -> bool:
    if not isinstance(request.user, User):
        return False
    return Membership.objects.filter(user=request.user, organization=invitation.organization).exists()
