"""Who the candidate is, taken out of what they said before any judge reads it. Pure, and linear in the text.

Own name and mail address are known and found in their forms; what else tells who somebody is, is found by plain
patterns. Swapping one name for another gives the same masked text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviews.masking.identifying import PATTERNS
from interviews.masking.own_name import OwnName
from interviews.masking.replacing import Replaced, Replacement
from providers.text.folding import fold, without_marks


@dataclass(frozen=True)
class Person:
    """As the organization knows the candidate. Either may be empty."""

    name: str = ""
    email: str = ""


def masked(text: str, person: Person) -> Replaced:
    return Replaced.of(text, masks(text, person))


def masks(text: str, person: Person) -> Iterator[Replacement]:
    plain, origins = without_marks(*fold(text))
    cased = "".join(with_capitals(plain, origins, text))
    own = OwnName.of(person.name, person.email)
    for token, start, end in [*found(cased), *(("[name]", *span) for span in own.places(cased))]:
        yield Replacement(origins[start], origins[end - 1] + 1, token)


def with_capitals(plain: str, origins: Iterable[int], text: str) -> Iterator[str]:
    for sign, origin in zip(plain, origins, strict=True):
        upper = sign.upper()
        yield upper if len(upper) == 1 and text[origin].isupper() else sign


def found(cased: str) -> Iterator[tuple[str, int, int]]:
    for token, pattern in PATTERNS:
        for match in pattern.finditer(cased):
            start, end = match.span("who" if "who" in pattern.groupindex else 0)
            if end > start:
                yield token, start, end
