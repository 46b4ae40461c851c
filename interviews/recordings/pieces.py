"""Which piece of an answer a recording is. Two devices may give the same number; what differs is not the same piece.

A piece that a page sent as it was closed may come again, longer or shorter, from the page that found its remains:
one is the beginning of the other, and the longer one is kept.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from interviews.models import Segment, Turn
from interviews.recordings import files


@dataclass(frozen=True)
class Piece:
    """`number` is what its page calls it; `page` is empty where it does not say who it is."""

    number: int
    audio: bytes
    content_type: str
    duration_ms: int
    page: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.audio).hexdigest()


def of_its_number(turn: Turn, piece: Piece) -> list[Segment]:
    """What is written down of recordings that their pages call by this number: seldom more than one."""
    return list(turn.segments.filter(Q(sequence=piece.number, moved_from=None) | Q(moved_from=piece.number)))


def is_written_down(piece: Piece, known: list[Segment]) -> bool:
    return any(segment.sha256 == piece.sha256 for segment in known)


def is_kept(piece: Piece, known: list[Segment]) -> bool:
    """Every byte of it, perhaps within a longer one."""
    return is_written_down(piece, known) or any(_audio(segment).startswith(piece.audio) for segment in known)


def beginning_of(piece: Piece, known: list[Segment]) -> Segment | None:
    """What is stored of this very recording so far."""
    return next((each for each in known if (stored := _audio(each)) and piece.audio.startswith(stored)), None)


def _audio(segment: Segment) -> bytes:
    """Empty when the file is gone."""
    try:
        return files.read(segment)
    except FileNotFoundError:
        return b""
