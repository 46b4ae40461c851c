"""Signing secrets are told once: on the page that answers the form, which works once."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from interviewai.kernel.errors import DomainError
from organizations.access import OrganizationRequest, requires
from organizations.models import Role
from organizations.staff.submit_once import new_submission, only_once
from webhooks.access import get_endpoint
from webhooks.endpoints import registration
from webhooks.models import Endpoint
from webhooks.staff.forms import NewEndpointForm, SubmissionForm

ADDED_ALREADY = "This endpoint was added already. Its secret was shown once; if it is lost, rotate it."
ROTATED_ALREADY = (
    "A new secret was made already, and shown once. If it is lost, open this page again to make another one."
)
MODES = {"live": True, "test": False}
Told = list[tuple[Endpoint, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
@never_cache
def create(request: OrganizationRequest, slug: str) -> HttpResponse:
    initial = {"submission": new_submission(), "mode": request.GET.get("mode", "live")}
    form = NewEndpointForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            return tell(request, [create_once(request, form)])
        except DomainError as error:
            form.add_error(None, error.message)
    return render(request, "webhooks/form.html", {"slug": slug, "form": form})


def create_once(request: OrganizationRequest, form: NewEndpointForm) -> tuple[Endpoint, str]:
    with only_once(request.organization, form.cleaned_data["submission"], refusal=ADDED_ALREADY):
        livemode = MODES[form.cleaned_data["mode"]]
        return registration.create(livemode=livemode, created_by_id=request.user.pk, **form.chosen)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
@never_cache
def rotate(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    return rotated(request, [endpoint], {"endpoint": endpoint})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
@never_cache
def rotate_all(request: OrganizationRequest, slug: str, mode: str) -> HttpResponse:
    if mode not in MODES:
        raise Http404
    rows = Endpoint.objects.filter(livemode=MODES[mode], deleted_at=None)
    return rotated(request, list(rows), {"mode": mode})


def rotated(request: OrganizationRequest, chosen: list[Endpoint], context: dict[str, Any]) -> HttpResponse:
    """Asks first. The same question answered twice rotates once: twice would end the secret that still signs."""
    form = SubmissionForm(request.POST or None, initial={"submission": new_submission()})
    context |= {"slug": request.organization.slug, "form": form}
    if not form.is_valid():
        return render(request, "webhooks/rotate.html", context)
    try:
        return tell(request, rotate_once(request, form, chosen), rotated=True)
    except DomainError as error:
        return render(request, "webhooks/rotate.html", context | {"notice": error.message}, status=error.status)


def rotate_once(request: OrganizationRequest, form: SubmissionForm, chosen: list[Endpoint]) -> Told:
    """All of them or none."""
    submission = form.cleaned_data["submission"]
    with only_once(request.organization, submission, refusal=ROTATED_ALREADY), transaction.atomic():
        return [(endpoint, registration.rotate_secret(endpoint)) for endpoint in chosen]


def tell(request: OrganizationRequest, told: Told, *, rotated: bool = False) -> HttpResponse:
    context = {"slug": request.organization.slug, "told": told, "rotated": rotated}
    return render(request, "webhooks/secret.html", context)
