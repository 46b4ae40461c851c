"""A stored recording as the answer to a request; audio players ask for parts of it."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse

from interviews.models import Segment
from interviews.recordings import byte_ranges


def recording(request: HttpRequest, piece: Segment) -> HttpResponse:
    """As it was stored, and as nothing but audio. Raises Http404 when it is not stored any more."""
    try:
        part = byte_ranges.wanted(request.headers.get("Range", ""), piece.size_bytes)
    except byte_ranges.Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{piece.size_bytes}"})
    response = HttpResponse(_read(piece, part), content_type=piece.content_type, status=206 if part else 200)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{piece.size_bytes}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _read(piece: Segment, part: byte_ranges.ByteRange | None) -> bytes:
    try:
        with default_storage.open(piece.storage_key) as file:
            if part:
                file.seek(part.first)
            audio: bytes = file.read(part.length) if part else file.read()
            return audio
    except FileNotFoundError as error:
        raise Http404("This recording is not stored any more.") from error
