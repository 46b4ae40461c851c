"""WAV files: 16-bit, mono, with an optional comment (RIFF INFO, ICMT) in UTF-8."""

import struct

HEADER = struct.Struct("<4sI4s")
CHUNK = struct.Struct("<4sI")
FORMAT = struct.Struct("<HHIIHH")
PCM = 1
BYTES_PER_SAMPLE = 2


def wav(pcm: bytes, sample_rate: int, comment: str = "") -> bytes:
    byte_rate = sample_rate * BYTES_PER_SAMPLE
    body = _chunk(b"fmt ", FORMAT.pack(PCM, 1, sample_rate, byte_rate, BYTES_PER_SAMPLE, 8 * BYTES_PER_SAMPLE))
    if comment:
        body += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", comment.encode() + b"\0"))
    body += _chunk(b"data", pcm)
    return HEADER.pack(b"RIFF", 4 + len(body), b"WAVE") + body


def comment_in(audio: bytes) -> str | None:
    """The comment of a WAV file; None without one, or for anything else than a WAV file."""
    if len(audio) < HEADER.size or audio[:4] != b"RIFF" or audio[8:12] != b"WAVE":
        return None
    information = _find(audio, HEADER.size, b"LIST")
    if information is None or information[:4] != b"INFO":
        return None
    comment = _find(information, 4, b"ICMT")
    return None if comment is None else comment.rstrip(b"\0").decode(errors="replace")


def duration_ms(pcm: bytes, sample_rate: int) -> int:
    return round(1000 * len(pcm) / BYTES_PER_SAMPLE / sample_rate)


def _chunk(name: bytes, data: bytes) -> bytes:
    return CHUNK.pack(name, len(data)) + data + b"\0" * (len(data) % 2)


def _find(data: bytes, offset: int, wanted: bytes) -> bytes | None:
    while offset + CHUNK.size <= len(data):
        name, size = CHUNK.unpack_from(data, offset)
        offset += CHUNK.size
        if name == wanted:
            return data[offset : offset + size]
        offset += size + size % 2
    return None
