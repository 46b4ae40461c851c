"""WebM as MediaRecorder writes it: a stream of unknown length, to which its length can be given without decoding it.

EBML (RFC 8794) is elements of (id, size, data); Matroska is RFC 9559. Pure.
"""

import struct
from dataclasses import dataclass

HEADER, SEGMENT, INFO, CLUSTER, BLOCK_GROUP = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1F43B675, 0xA0
SEEK_HEAD, CUES = 0x114D9B74, 0x1C53BB6B  # They name places in the file.
SCALE, DURATION, TIMESTAMP, SIMPLE_BLOCK, BLOCK = 0x2AD7B1, 0x4489, 0xE7, 0xA3, 0xA1
OPENED = (SEGMENT, INFO, CLUSTER, BLOCK_GROUP)
# What else stands at the top, in Info, in a Cluster or in a BlockGroup; anything else is damage.
SKIPPED = (
    *(HEADER, SEEK_HEAD, CUES, 0x1654AE6B, 0x1254C367, 0x1043A770, 0x1941A469, 0xEC, 0xBF),
    *(0x4D80, 0x5741, 0x4461, 0x73A4, 0x7BA9, 0x7384, 0x3CB923, 0x3C83AB, 0x3EB923, 0x3E83BB, 0x4444, 0x6924),
    *(0xA7, 0xAB, 0x5854, 0xAF, 0x9B, 0xFB, 0xFA, 0x75A1, 0x75A2, 0xA4, 0x8E),
)
MOST_ELEMENTS = 50_000  # 4 minutes of frames of 5 ms. A walk must have an end, whatever the file holds.
DURATION_ELEMENT = struct.Struct(">HBd")  # id, size, a float


@dataclass
class Survey:
    """Times are in the file's own ticks. `info` is (first byte of the element, of its data, its end)."""

    whole: bool = False
    is_stream: bool = False  # The size of its Segment was not known when it was written.
    has_cues: bool = False
    seek_head: tuple[int, int] | None = None
    has_duration: bool = False
    info: tuple[int, int, int] | None = None
    cluster: int = 0
    last: int = -1
    frame: int = 0

    @property
    def end(self) -> int:
        return self.last + self.frame


def survey(audio: bytes) -> Survey:
    found, position = Survey(), 0
    for _ in range(MOST_ELEMENTS):
        if position >= len(audio):
            found.whole = position == len(audio)
            return found
        element = _element(audio, position)
        if element is None:
            return found
        name, start, size = element
        end = len(audio) if size is None else start + size
        if not (name in OPENED or ((name in READ or name in SKIPPED) and size is not None and end <= len(audio))):
            return found
        _note(found, name, position, start, end, size is None)
        if name in READ:
            READ[name](found, audio[start:end])
        position = start if name in OPENED else end
    return found


def with_duration(audio: bytes) -> bytes:
    """The same file, 18 bytes longer at most, that says how long it is; unchanged where that is said or unknown."""
    if not audio.startswith(HEADER.to_bytes(4, "big")):
        return audio
    found = survey(audio)
    if found.info is None or found.has_duration or not found.is_stream or found.has_cues or found.last < 0:
        return audio
    first, start, end = found.info
    content = audio[start:end] + DURATION_ELEMENT.pack(DURATION, 0x88, float(found.end))
    info = INFO.to_bytes(4, "big") + (len(content) | 1 << 56).to_bytes(8, "big") + content
    return _without_places(audio[:first], found.seek_head) + info + audio[end:]


def _without_places(head: bytes, seek_head: tuple[int, int] | None) -> bytes:
    """A SeekHead becomes a Void of its size: what it names has moved, and a stream is read from its beginning."""
    if seek_head is None or seek_head[1] > len(head):
        return head
    first, end = seek_head
    size = end - first - 9
    return (
        head[:first] + b"\xec" + (size | 1 << 56).to_bytes(8, "big") + bytes(size) + head[end:] if size >= 0 else head
    )


def _element(audio: bytes, position: int) -> tuple[int, int, int | None] | None:
    """Its id, where its data begin, and their size (None: not known). None for what is no element."""
    name = _number(audio, position, longest=4)
    size = name and _number(audio, position + name[1], longest=8)
    if not name or not size:
        return None
    known = size[0] & ((1 << 7 * size[1]) - 1)
    unknown = known == (1 << 7 * size[1]) - 1
    return name[0], position + name[1] + size[1], None if unknown else known


def _number(audio: bytes, position: int, *, longest: int) -> tuple[int, int] | None:
    """A number with its marker bit, and its length: as many bytes as the first one has leading zeros, and one."""
    if position >= len(audio):
        return None
    length = 9 - audio[position].bit_length()
    number = audio[position : position + length]
    return (int.from_bytes(number, "big"), length) if length <= longest and len(number) == length else None


def _note(found: Survey, name: int, first: int, start: int, end: int, unknown: bool) -> None:
    if name == SEGMENT:
        found.is_stream = unknown
    elif name == INFO and not unknown and end - start < 1 << 16:
        found.info = (first, start, end)
    elif name == SEEK_HEAD:
        found.seek_head = (first, end)
    elif name == CUES:
        found.has_cues = True


def _duration(found: Survey, data: bytes) -> None:
    found.has_duration = True


def _timestamp(found: Survey, data: bytes) -> None:
    found.cluster = int.from_bytes(data, "big")


def _block(found: Survey, data: bytes) -> None:
    track = _number(data, 0, longest=8)
    if track is None or len(data) < track[1] + 2:
        return
    at = found.cluster + int.from_bytes(data[track[1] : track[1] + 2], "big", signed=True)
    found.frame = at - found.last if 0 <= found.last < at else found.frame
    found.last = max(found.last, at)


READ = {DURATION: _duration, TIMESTAMP: _timestamp, SIMPLE_BLOCK: _block, BLOCK: _block}
READ[SCALE] = lambda found, data: None
