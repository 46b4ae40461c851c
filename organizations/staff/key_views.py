"""The API keys of an organization, for its owners. A key is told once, on the page that answers the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviewai.kernel.errors import Conflict, DomainError
from organizations.access import OrganizationRequest, about_people, get_api_key, requires
from organizations.models import ApiKey, Role
from organizations.platform_api import keys
from organizations.staff.key_forms import ApiKeyForm
from organizations.staff.key_listing import listed
from organizations.staff.submit_once import new_submission, only_once

CREATED_ALREADY = "This key was created already. It was shown once; if it is lost, revoke it and create another one."


@require_safe
@requires(Role.OWNER)
@about_people
def key_list(request: OrganizationRequest, slug: str) -> HttpResponse:
    working, ended = listed(request.organization)
    return render(request, "organizations/api_keys.html", {"slug": slug, "working": working, "ended": ended})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
@about_people
@never_cache
def create(request: OrganizationRequest, slug: str) -> HttpResponse:
    form = ApiKeyForm(request.POST or None, initial={"submission": new_submission()})
    if form.is_valid():
        try:
            row, key = create_once(request, form)
            return tell(request, row, key)
        except DomainError as error:
            form.add_error(None, error.message)
    return render(request, "organizations/api_key_form.html", {"slug": slug, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
@about_people
@never_cache
def rotate(request: OrganizationRequest, slug: str, key_id: str) -> HttpResponse:
    """A second POST is refused: a key that has been replaced is not replaced again."""
    old = get_api_key(request.organization, key_id)
    context: dict[str, Any] = {"slug": slug, "key": old, "overlap": keys.ROTATION_OVERLAP}
    if request.method != "POST":
        return render(request, "organizations/api_key_rotate.html", context)
    try:
        row, key = keys.rotate(old, rotated_by=request.user)
    except Conflict as error:
        return render(request, "organizations/api_key_rotate.html", context | {"notice": error.message}, status=409)
    old.refresh_from_db()
    return tell(request, row, key, replaced=old)


@require_POST
@requires(Role.OWNER)
@about_people
def revoke(request: OrganizationRequest, slug: str, key_id: str) -> HttpResponse:
    key = get_api_key(request.organization, key_id)
    if keys.revoke(key):
        messages.success(request, f"{key.name} is revoked. Requests with it are refused from now on.")
    else:
        messages.warning(request, f"{key.name} was revoked before.")
    return redirect("organizations:api_keys", slug=slug)


def create_once(request: OrganizationRequest, form: ApiKeyForm) -> tuple[ApiKey, str]:
    """The same form sent twice (reload, double click) creates one key."""
    chosen = form.cleaned_data
    with only_once(request.organization, chosen["submission"], refusal=CREATED_ALREADY):
        return keys.create(
            request.organization,
            name=chosen["name"],
            livemode=chosen["mode"] == "live",
            scopes=chosen["scopes"],
            created_by=request.user,
            expires_at=form.expires_at,
        )


def tell(request: OrganizationRequest, row: ApiKey, key: str, *, replaced: ApiKey | None = None) -> HttpResponse:
    context = {"slug": request.organization.slug, "row": row, "key": key, "replaced": replaced}
    return render(request, "organizations/api_key_shown.html", context)
