"""The endpoints of an organization, for its owners. What tells a signing secret is in secret_views."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviewai.kernel.errors import DomainError
from organizations.access import OrganizationRequest, requires
from organizations.models import Role
from webhooks.access import get_endpoint
from webhooks.delivery import listing
from webhooks.endpoints import registration
from webhooks.models import Delivery, Endpoint
from webhooks.staff.forms import DeliveryFilter, EndpointForm, ReplayForm

PAGE_SIZE = 25


@require_safe
@requires(Role.OWNER)
def endpoint_list(request: OrganizationRequest, slug: str) -> HttpResponse:
    dead = dead_counts()
    rows = [(row, dead.get(row.pk, 0)) for row in Endpoint.objects.filter(deleted_at=None)]
    live, test = ([(row, count) for row, count in rows if row.livemode is mode] for mode in (True, False))
    return render(request, "webhooks/list.html", {"slug": slug, "live": live, "test": test})


def dead_counts() -> dict[str, int]:
    """Through the index of the dead, which is small however many were delivered."""
    dead = Delivery.objects.filter(status=Delivery.Status.DEAD).order_by()
    return dict(dead.values_list("endpoint_id").annotate(Count("pk")))


@require_safe
@requires(Role.OWNER)
def detail(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    return show(request, get_endpoint(endpoint_id), ReplayForm())


def show(request: OrganizationRequest, endpoint: Endpoint, form: ReplayForm, status: int = 200) -> HttpResponse:
    """With the deliveries that the address asks for. `form` says what to send again."""
    narrowed = DeliveryFilter(request.GET)
    found = listing.deliveries(endpoint_id=endpoint.pk, **narrowed.chosen)
    context: dict[str, Any] = {
        "slug": request.organization.slug,
        "endpoint": endpoint,
        "filter": narrowed,
        "filtered": any(narrowed.chosen.values()),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "dead": listing.deliveries(endpoint_id=endpoint.pk, status=Delivery.Status.DEAD).count(),
        "form": form,
    }
    return render(request, "webhooks/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.OWNER)
def edit(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    form = EndpointForm.of(endpoint, request.POST or None)
    if form.is_valid():
        registration.change(endpoint, **form.chosen)
        messages.success(request, "The endpoint is saved.")
        return back(request, endpoint)
    return render(request, "webhooks/form.html", {"slug": slug, "form": form, "endpoint": endpoint})


@require_POST
@requires(Role.OWNER)
def ping(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    try:
        delivery = registration.send_ping(endpoint)
    except DomainError as error:
        messages.error(request, error.message)
        return back(request, endpoint)
    messages.success(request, "A test event is on its way. Reload this page to see what came of it.")
    return redirect("webhooks:delivery", slug=slug, endpoint_id=endpoint.pk, delivery_id=delivery.pk)


@require_POST
@requires(Role.OWNER)
def enable(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    if registration.enable(endpoint):
        messages.success(request, "The endpoint is on. What it has missed can be sent again below.")
    return back(request, endpoint)


@require_POST
@requires(Role.OWNER)
def disable(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    if registration.disable(endpoint, registration.Reason.MANUAL):
        messages.success(request, "The endpoint is off. Nothing is sent there until you switch it on.")
    return back(request, endpoint)


@require_POST
@requires(Role.OWNER)
def remove(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    registration.remove(get_endpoint(endpoint_id))
    messages.success(request, "The endpoint is removed.")
    return redirect("webhooks:list", slug=slug)


def back(request: OrganizationRequest, endpoint: Endpoint) -> HttpResponse:
    return redirect("webhooks:detail", slug=request.organization.slug, endpoint_id=endpoint.pk)
