"""What kind of audio file some bytes are, told from their first bytes and from nothing that the sender says."""

from typing import Literal

Container = Literal["wav", "ogg", "matroska", "mov", "mp3", "flac", "aac"]


def container_of(audio: bytes) -> Container | None:
    """The name by which FFmpeg calls its demuxer; None for what is no audio file that a browser or phone records."""
    match audio[:4]:
        case b"RIFF" if audio[8:12] == b"WAVE":
            return "wav"
        case b"OggS":
            return "ogg"
        case b"\x1a\x45\xdf\xa3":
            return "matroska"
        case b"fLaC":
            return "flac"
    if audio[4:8] == b"ftyp":
        return "mov"
    if audio[:3] == b"ID3" or audio[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    return "aac" if audio[:2] in (b"\xff\xf1", b"\xff\xf9") else None
