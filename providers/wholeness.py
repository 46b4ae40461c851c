"""Whether an audio file ends where it says that it does, told without decoding it. Pure."""

import struct

from providers import webm
from providers.containers import container_of

UNKNOWN_SIZES = (0, 0xFFFFFFFF)  # of a WAV file that was written as a stream
OGG_PAGE = struct.Struct("<4s22xB")


def is_whole(audio: bytes) -> bool:
    """True where nothing shows that something is missing."""
    match container_of(audio):
        case "matroska":
            return webm.survey(audio).whole
        case "ogg":
            return _ends_with_a_page(audio)
        case "wav":
            size = int.from_bytes(audio[4:8], "little")
            return size in UNKNOWN_SIZES or size + 8 <= len(audio)
    return True


def _ends_with_a_page(audio: bytes) -> bool:
    position = 0
    while position < len(audio):
        if len(audio) - position < OGG_PAGE.size:
            return False
        name, segments = OGG_PAGE.unpack_from(audio, position)
        table = audio[position + OGG_PAGE.size : position + OGG_PAGE.size + segments]
        position += OGG_PAGE.size + segments + sum(table)
        if name != b"OggS":
            return False
    return position == len(audio)
