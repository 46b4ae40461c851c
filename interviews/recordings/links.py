"""Addresses of recordings that open without a login, for RECORDING_LINK_HOURS: for parent platforms.

The signature covers organization, segment and time. Nothing is stored of a link; a new one is made for each answer.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from interviewai.kernel.errors import NotFound
from interviews.models import Segment
from interviews.recordings.serving import recording
from organizations.tenancy import current_organization, organization_schema

SIGNER = TimestampSigner(salt="interviews.recording_links")


def recording_link(segment_id: str) -> str:
    """Of a segment of the current organization."""
    signed = SIGNER.sign(f"{current_organization().id}.{segment_id}")
    return settings.PUBLIC_URL + reverse("recording", args=[signed])


@require_safe
def open_recording(request: HttpRequest, signed: str) -> HttpResponse:
    try:
        named = SIGNER.unsign(signed, max_age=timedelta(hours=settings.RECORDING_LINK_HOURS))
    except SignatureExpired:
        return render(request, "410.html", status=410)
    except BadSignature as error:
        raise Http404 from error
    response = _answer(request, *named.split(".", 1))
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, organization_id: str, segment_id: str) -> HttpResponse:
    try:
        with organization_schema(organization_id):
            return recording(request, Segment.objects.get(pk=segment_id))
    except (NotFound, Segment.DoesNotExist) as error:
        raise Http404 from error
