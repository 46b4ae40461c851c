"""Is a quote really in the candidate's own words? Pure: the model's claims come in, checked quotes go out.

Tokens are compared (tokens.py). A quote cuts none of them, and leaves out nothing that turns it round (negation.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evaluations.judging.negation import is_turned_round
from evaluations.judging.tokens import Token, tokens

MIN_LETTERS = 8  # "I" or "the" is in every answer and shows nothing; a shorter quote must be the whole answer.
MOST_PLACES = 20  # Of one quote in one answer: where the first ones cannot be used, the next ones are looked at.
BETWEEN = "\0"  # Stands in no token.

Span = tuple[int, int]


@dataclass(frozen=True)
class Quote:
    """`text[start:end] == quote`, in code points of the candidate's words in turn `turn`."""

    turn: int
    start: int
    end: int
    quote: str
    point: str = ""


@dataclass(frozen=True)
class Checked:
    """`found` has one entry a claim, in their order: None where it is refused."""

    found: tuple[Quote | None, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        different = {quote for quote in self.found if quote}
        return tuple(sorted(different, key=lambda quote: (quote.turn, quote.start, quote.end)))

    @property
    def refused(self) -> int:
        return self.found.count(None)


@dataclass(frozen=True)
class Searchable:
    """The words of one turn, taken apart once for all quotes."""

    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def readings(self) -> tuple["Reading", ...]:
        return readings(self.tokens)

    def locate(self, quote: str) -> Span | None:
        wanted = tokens(quote)
        if not carries_meaning(wanted, self.tokens):
            return None
        pairs = zip(self.readings, readings(wanted), strict=True)
        return next((span for ours, theirs in pairs if (span := ours.find(theirs))), None)


@dataclass(frozen=True)
class Reading:
    tokens: Sequence[Token]

    @cached_property
    def key(self) -> str:
        return BETWEEN + "".join(token.text + BETWEEN for token in self.tokens)

    def find(self, wanted: "Reading") -> Span | None:
        """Where all of `wanted` stands and can be used, in the original."""
        for first in self.places(wanted.key):
            last = first + len(wanted.tokens) - 1
            if not self.is_cut(first, last) and not is_turned_round(self.tokens, first, last):
                return self.tokens[first].start, self.tokens[last].end
        return None

    def places(self, key: str) -> Iterator[int]:
        place, counted, first = -1, 0, 0
        for _ in range(MOST_PLACES):
            place = self.key.find(key, place + 1)
            if place < 0:
                return
            first += self.key.count(BETWEEN, counted, place)
            counted = place
            yield first

    def is_cut(self, first: int, last: int) -> bool:
        return self.tokens[first].glued or (last + 1 < len(self.tokens) and self.tokens[last + 1].glued)


def check(claims: Iterable[tuple[int, str]], answers: Mapping[int, str], barred: Sequence[Quote] = ()) -> Checked:
    """`claims` are (turn, quote) as a model gave them, `answers` the candidate's words by turn. What overlaps one of
    `barred` proves nothing."""
    searchable = {turn: Searchable(text) for turn, text in answers.items()}
    found = [quoted(turn, quote, searchable.get(turn)) for turn, quote in claims]
    return Checked(tuple(None if each and overlaps(each, barred) else each for each in found))


def quoted(turn: int, quote: str, answer: Searchable | None) -> Quote | None:
    span = answer.locate(quote) if answer else None
    return Quote(turn, *span, answer.text[slice(*span)]) if answer and span else None


def overlaps(quote: Quote, others: Iterable[Quote]) -> bool:
    return any(quote.turn == each.turn and quote.start < each.end and each.start < quote.end for each in others)


def locate(quote: str, text: str) -> Span | None:
    """Where `quote` stands in `text` as whole tokens: (start, end), or None."""
    return Searchable(text).locate(quote)


def same_words(text: str) -> str:
    """Two texts with the same value are the same words."""
    return Reading(tokens(text)).key


def carries_meaning(wanted: Sequence[Token], text: Sequence[Token]) -> bool:
    letters = sum(character.isalnum() for token in wanted for character in token.text)
    whole = [token.text for token in wanted] == [token.text for token in text]
    return letters >= MIN_LETTERS or (letters > 0 and whole)


def readings(found: Sequence[Token]) -> tuple[Reading, Reading]:
    """As it stands, and with hyphens left out: follow up, follow-up, followup."""
    return Reading(found), Reading(list(joined(found)))


def joined(found: Sequence[Token]) -> Iterator[Token]:
    current: list[Token] = []
    for token in found:
        if current and not token.glued:
            yield one_of(current)
            current = []
        current.append(token)
    if current:
        yield one_of(current)


def one_of(parts: Sequence[Token]) -> Token:
    first = parts[0]
    return Token("".join(part.text for part in parts), first.start, parts[-1].end, False, first.opens)
