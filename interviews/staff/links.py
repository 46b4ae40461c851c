"""Interviews are created and their links told: once, on the page that answers the form. Only hashes are stored."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from interviewai.kernel.errors import Conflict, DomainError
from interviews.models import Interview
from interviews.scheduling import invitations
from interviews.staff.access import get_interview
from interviews.staff.forms import Invited, InviteForm
from interviews.staff.views import access
from organizations.access import OrganizationRequest, requires
from organizations.models import Role
from organizations.staff.submit_once import new_submission, only_once

CREATED_ALREADY = "These interviews exist already. Links are shown once; an interview's page makes a new one."


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
@never_cache
def create(request: OrganizationRequest, slug: str) -> HttpResponse:
    initial = {"job": request.GET.get("job"), "submission": new_submission()}
    form = InviteForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            return tell(request, _create_once(request, form))
        except DomainError as error:
            form.add_error(None, error.message)
    return render(request, "interviews/staff/create.html", access(request) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
@never_cache
def new_link(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    interview = get_interview(interview_id)
    context = access(request) | {"interview": interview}
    if request.method != "POST":
        return render(request, "interviews/staff/new_link.html", context)
    try:
        token = invitations.reissue_link(interview)
    except Conflict as error:
        return render(request, "interviews/staff/new_link.html", context | {"notice": error.message}, status=409)
    return tell(request, [(interview, invitations.link(token))])


def _create_once(request: OrganizationRequest, form: InviteForm) -> list[tuple[Interview, str]]:
    """All interviews of the form or none. The same form sent twice (reload, double click) creates them once."""
    with (
        only_once(request.organization, form.cleaned_data["submission"], refusal=CREATED_ALREADY),
        transaction.atomic(),
    ):
        return [_create(request, form, invited) for invited in form.cleaned_data["candidates"]]


def _create(request: OrganizationRequest, form: InviteForm, invited: Invited) -> tuple[Interview, str]:
    interview, token = invitations.create_interview(
        form.cleaned_data["job"],
        candidate_name=invited.name,
        candidate_email=invited.email,
        expires_in=form.expires_in,
        created_by_id=request.user.pk,
    )
    return interview, invitations.link(token)


def tell(request: OrganizationRequest, created: list[tuple[Interview, str]]) -> HttpResponse:
    return render(request, "interviews/staff/links.html", access(request) | {"created": created})
