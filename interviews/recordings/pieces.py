"""Which piece of an answer a recording is. Two devices may give the same number; what differs is not the same piece.

A piece that a page sent as it was closed may come again, longer or shorter, from the page that found its remains:
one is the beginning of the other, and the longer one is kept.
"""

import hashlib
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from interviews.models import Segment, Turn


@dataclass(frozen=True)
class Piece:
    """`number` is what its page calls it."""

    number: int
    audio: bytes
    content_type: str
    duration_ms: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.audio).hexdigest()


def is_written_down(turn: Turn, piece: Piece) -> bool:
    return _of_that_number(turn, piece).filter(sha256=piece.sha256).exists()


def is_kept(turn: Turn, piece: Piece) -> bool:
    """Every byte of it, perhaps within a longer one."""
    return is_written_down(turn, piece) or any(
        _audio(segment).startswith(piece.audio) for segment in _of_that_number(turn, piece)
    )


def beginning_of(turn: Turn, piece: Piece) -> Segment | None:
    """What is stored of this very recording so far."""
    for segment in _of_that_number(turn, piece):
        if (stored := _audio(segment)) and piece.audio.startswith(stored):
            return segment
    return None


def _audio(segment: Segment) -> bytes:
    """Empty when the file is gone."""
    try:
        with default_storage.open(segment.storage_key) as file:
            audio: bytes = file.read()
            return audio
    except FileNotFoundError:
        return b""


def place(turn: Turn, number: int) -> int:
    """Its own number, or behind everything that has come so far. Only while the turn is locked."""
    taken = set(turn.segments.values_list("sequence", flat=True))
    return max(taken) + 1 if number in taken else number


def _of_that_number(turn: Turn, piece: Piece) -> QuerySet[Segment]:
    return turn.segments.filter(Q(sequence=piece.number, moved_from=None) | Q(moved_from=piece.number))
