"""A text in which pieces stand for others, and the way back to the places of the original. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]


@dataclass(frozen=True, order=True)
class Replacement:
    """`text[start:end]` of the original becomes `token`."""

    start: int
    end: int
    token: str


@dataclass(frozen=True)
class Replaced:
    """Where replacements overlap, the one that begins first counts."""

    original: str
    replacements: tuple[Replacement, ...]

    @classmethod
    def of(cls, original: str, replacements: Iterable[Replacement]) -> "Replaced":
        kept: list[Replacement] = []
        for each in sorted(replacements, key=lambda one: (one.start, -one.end)):
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return cls(original, tuple(kept))

    @cached_property
    def text(self) -> str:
        return "".join(piece for piece, _, _ in self._pieces)

    def origin(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original; of a token it touches, the whole that it stands for."""
        return self._before(start), self._after(end - 1)

    def _before(self, place: int) -> int:
        index = bisect_right(self._begins, place) - 1
        _, begin, is_token = self._pieces[index]
        return begin if is_token else begin + place - self._begins[index]

    def _after(self, place: int) -> int:
        index = bisect_right(self._begins, place) - 1
        _piece, begin, is_token = self._pieces[index]
        return self._ends[index] if is_token else begin + place - self._begins[index] + 1

    @cached_property
    def _pieces(self) -> list[tuple[str, int, bool]]:
        """(text, its place in the original, whether it is a token); empty ones are left out."""
        pieces, last = [], 0
        for each in self.replacements:
            pieces += [(self.original[last : each.start], last, False), (each.token, each.start, True)]
            last = each.end
        pieces.append((self.original[last:], last, False))
        return [piece for piece in pieces if piece[0]]

    @cached_property
    def _begins(self) -> list[int]:
        begins, length = [], 0
        for piece, _, _ in self._pieces:
            begins.append(length)
            length += len(piece)
        return begins

    @cached_property
    def _ends(self) -> list[int]:
        ends = {each.start: each.end for each in self.replacements}
        return [ends.get(begin, begin) if is_token else begin + len(piece) for piece, begin, is_token in self._pieces]
