"""What lies in the storage."""

from django.core.files.storage import default_storage

from interviews.models import Segment


def read(segment: Segment) -> bytes:
    """All of it: a segment is small (`protocol.MAX_AUDIO_BYTES`). Raises FileNotFoundError when it is gone."""
    with default_storage.open(segment.storage_key) as file:
        audio: bytes = file.read()
        return audio
