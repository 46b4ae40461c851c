"""What a recording is called when it is handed out: what its page said, where that fits what it is."""

import re

from providers.containers import Container

TOLD = re.compile(r"(audio/[\w.+-]{1,40})(;\s?codecs=[\w.,\"+-]{1,40})?")
NAMES: dict[Container, tuple[str, ...]] = {
    "wav": ("audio/wav", "audio/x-wav", "audio/wave"),
    "ogg": ("audio/ogg",),
    "matroska": ("audio/webm", "audio/x-matroska"),
    "mov": ("audio/mp4", "audio/x-m4a", "audio/m4a"),
    "mp3": ("audio/mpeg", "audio/mp3"),
    "flac": ("audio/flac", "audio/x-flac"),
    "aac": ("audio/aac",),
}


def content_type_of(container: Container, told: str) -> str:
    """Recorders say nothing, or odd things (`video/webm`, two types, capitals): then the file speaks for itself."""
    match = TOLD.fullmatch(told)
    return told if match and match[1] in NAMES[container] else NAMES[container][0]
