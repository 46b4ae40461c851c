"""One delivery with its attempts, and sending again: one, or many of an endpoint."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from interviewai.kernel.errors import DomainError
from organizations.access import OrganizationRequest, requires
from organizations.models import Role
from webhooks.access import get_delivery, get_endpoint
from webhooks.delivery import replays
from webhooks.staff.forms import ReplayForm
from webhooks.staff.views import back, show

SENT_AGAIN = "It is sent again. Reload this page to see what came of it."


@require_safe
@requires(Role.OWNER)
def detail(request: OrganizationRequest, slug: str, endpoint_id: str, delivery_id: str) -> HttpResponse:
    """Also of an endpoint that was removed: what was sent there is still known."""
    delivery = get_delivery(delivery_id, endpoint_id=endpoint_id)
    context = {
        "slug": slug,
        "delivery": delivery,
        "endpoint": delivery.endpoint,
        "attempts": list(delivery.counted_attempts.order_by("-number")),
        "payload": json.dumps(json.loads(delivery.event.payload), ensure_ascii=False, indent=2),
    }
    return render(request, "webhooks/delivery.html", context)


@require_POST
@requires(Role.OWNER)
def replay(request: OrganizationRequest, slug: str, endpoint_id: str, delivery_id: str) -> HttpResponse:
    delivery = get_delivery(delivery_id, endpoint_id=endpoint_id)
    try:
        began = replays.replay(delivery)
        messages.success(request, SENT_AGAIN if began else "It is on its way already.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("webhooks:delivery", slug=slug, endpoint_id=endpoint_id, delivery_id=delivery_id)


@require_POST
@requires(Role.OWNER)
def replay_many(request: OrganizationRequest, slug: str, endpoint_id: str) -> HttpResponse:
    endpoint = get_endpoint(endpoint_id)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return show(request, endpoint, form, status=422)
    try:
        count = replays.replay_range(endpoint.livemode, endpoint=endpoint, **form.cleaned_data)
        messages.success(request, said(count))
    except DomainError as error:
        messages.error(request, error.message)
    return back(request, endpoint)


def said(count: int) -> str:
    if not count:
        return "Nothing matched, so nothing is sent again."
    return f"{count:,} {'delivery is' if count == 1 else 'deliveries are'} sent again."
