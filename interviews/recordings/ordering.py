"""Where a piece of an answer stands: page by page as they took the interview, each page's pieces by its own numbers.

A page holds the interview once and without a break, so this is the order in which it was said, whatever came when.
A page that does not say who it is gets its own number, or stands behind everything that has come so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce

from interviews.models import Segment
from interviews.recordings.pieces import Piece


@dataclass(frozen=True)
class Place:
    """`moving` are those that stand there and right behind it, the last one first: each moves on by one."""

    sequence: int
    moving: tuple[Segment, ...] = ()

    @property
    def highest(self) -> int:
        return self.sequence + len(self.moving)


def place(stored: Sequence[Segment], piece: Piece, pages: Sequence[str]) -> Place:
    """`stored` are the turn's pieces in order. Only while the turn is locked."""
    if not piece.page:
        return _as_it_comes(stored, piece.number)
    before = _before(stored, piece, pages)
    lowest = stored[before - 1].sequence + 1 if before else 0
    behind = stored[before:]
    end = behind[0].sequence if behind else None
    if lowest <= piece.number and (end is None or piece.number < end):
        return Place(piece.number)
    return Place(lowest, _unbroken(behind, lowest))


def make_room(place: Place) -> None:
    for segment in place.moving:
        Segment.objects.filter(id=segment.id).update(
            sequence=F("sequence") + 1, moved_from=Coalesce("moved_from", "sequence")
        )


def _as_it_comes(stored: Sequence[Segment], number: int) -> Place:
    taken = {segment.sequence for segment in stored}
    return Place(max(taken) + 1 if number in taken else number)


def _before(stored: Sequence[Segment], piece: Piece, pages: Sequence[str]) -> int:
    """How many of them stand before the piece."""
    mine = (_rank(piece.page, pages), piece.number)
    earlier = [at for at, each in enumerate(stored, 1) if each.page and (_rank(each.page, pages), each.number) <= mine]
    return max(earlier, default=0)


def _rank(page: str, pages: Sequence[str]) -> int:
    """One that is not known any more was there before all the others."""
    return pages.index(page) if page in pages else -1


def _unbroken(behind: Sequence[Segment], first: int) -> tuple[Segment, ...]:
    run = [segment for at, segment in enumerate(behind) if segment.sequence == first + at]
    return tuple(reversed(run))
