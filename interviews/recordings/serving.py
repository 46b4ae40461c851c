"""A stored recording as the answer to a request; audio players ask for parts of it."""

from django.http import Http404, HttpRequest, HttpResponse

from interviews.models import Segment
from interviews.recordings import byte_ranges, files
from providers.webm import with_duration


def recording(request: HttpRequest, piece: Segment) -> HttpResponse:
    """As it was stored, but for the length that a browser's recorder did not know, and as nothing but audio.

    Raises Http404 when it is not stored any more.
    """
    audio = with_duration(_read(piece))
    try:
        part = byte_ranges.wanted(request.headers.get("Range", ""), len(audio))
    except byte_ranges.Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(audio)}"})
    body = audio[part.first : part.last + 1] if part else audio
    response = HttpResponse(body, content_type=piece.content_type, status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{len(audio)}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _read(piece: Segment) -> bytes:
    try:
        return files.read(piece)
    except FileNotFoundError as error:
        raise Http404("This recording is not stored any more.") from error
