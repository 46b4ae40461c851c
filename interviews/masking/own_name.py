"""Where a known name stands in a text, in its forms: whole, first, last, with initials, in any case. Pure.

A name that is also a word (Will, Mark, Grace) is one only where it is used as a name: beside another part of it, after
words that introduce somebody, or with a capital in the middle of a sentence.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from providers.text.folding import fold, without_marks
from providers.words import FUNCTION_WORDS

WORD = re.compile(r"[^\W_]+")
JOINING = re.compile(r"[ ,.'-]{1,3}")
POSSESSIVE = re.compile(r"'s\b|'(?!\w)")
INTRODUCING = re.compile(
    r"(?:\bname(?: is|'s)|\bi(?: am|'m)|\bthis is|\bcalls? me|\bgo by|\b(?:mrs?|ms|dr|miss|prof)\.?) $", re.IGNORECASE
)
INTRODUCED_WITHIN = 16  # Characters of the longest of these.
SENTENCE_END = re.compile(r"(?:^|[.!?:\n…])[\"'( ]{0,3}$")
PARTICLES = frozenset(
    ["van", "von", "de", "der", "den", "la", "le", "di", "da", "dos", "del", "bin", "ibn", "al", "el"]
)
TITLES = frozenset(["mr", "mrs", "ms", "dr", "prof", "jr", "sr", "ii", "iii", "the", "and"])
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ł": "l"})
NAME_MAX_CHARS = 500
WORDS = FUNCTION_WORDS | set(Path(__file__).with_name("names_that_are_words.txt").read_text(encoding="utf-8").split())

Label = Literal["part", "word", "initial", "particle"]


@dataclass(frozen=True)
class OwnName:
    """`parts` are names and nothing else, `words` are also words; all in small letters without accents."""

    parts: frozenset[str]
    words: frozenset[str]
    initials: frozenset[str]

    @classmethod
    def of(cls, name: str, email: str) -> "OwnName":
        forms = set(forms_of(name[:NAME_MAX_CHARS]))
        forms |= {box for box in forms_of(email.partition("@")[0][:NAME_MAX_CHARS]) if holds_one(box, forms)}
        usable = {form for form in forms if len(form) > 1 and not form.isdigit()} - PARTICLES - TITLES
        return cls(frozenset(usable - WORDS), frozenset(usable & WORDS), frozenset(form[0] for form in usable))

    def places(self, cased: str) -> Iterator[tuple[int, int]]:
        """`cased` is folded, its capitals kept."""
        if not self.initials:
            return
        for run in self.runs(cased):
            start, end = run[0][0].start(), run[-1][0].end()
            if self.is_used_as_a_name(run, cased):
                yield start, after_possessive(cased, end)

    def runs(self, cased: str) -> Iterator[Sequence[tuple[re.Match[str], Label]]]:
        """Words of the name that stand together, without what hangs on at their ends."""
        run: list[tuple[re.Match[str], Label]] = []
        for match in WORD.finditer(cased):
            label = self.label(match, cased)
            if run and not (label and JOINING.fullmatch(cased, run[-1][0].end(), match.start())):
                yield from trimmed(run)
                run = []
            if label:
                run.append((match, label))
        yield from trimmed(run)

    def label(self, match: re.Match[str], cased: str) -> Label | None:
        plain = match.group().lower()
        if plain in self.parts:
            return "part"
        if plain in self.words:
            return "word"
        if plain in PARTICLES:
            return "particle"
        return "initial" if self.is_initial(match, cased) else None

    def is_initial(self, match: re.Match[str], cased: str) -> bool:
        """ "I" and "A" need their dot."""
        letter, dotted = match.group(), cased[match.end() : match.end() + 1] == "."
        return (
            len(letter) == 1
            and letter.lower() in self.initials
            and (dotted or (letter.isupper() and letter not in "IA"))
        )

    def is_used_as_a_name(self, run: Sequence[tuple[re.Match[str], Label]], cased: str) -> bool:
        labels = [label for _, label in run]
        start = run[0][0].start()
        capitals = any(cased[match.start()].isupper() for match, _ in run)
        if "part" in labels or (labels.count("word") > 1 and capitals):
            return True
        if INTRODUCING.search(cased, max(0, start - INTRODUCED_WITHIN), start):
            return True
        return cased[start].isupper() and SENTENCE_END.search(cased, max(0, start - 4), start) is None


def holds_one(box: str, forms: Set[str]) -> bool:
    """A mail box is a name of its own where it holds one: "nurse.anna" has a word that is none."""
    return any(len(form) > 2 and form in box for form in forms)


def forms_of(name: str) -> Iterator[str]:
    """Each word, its pieces, and how an umlaut is written without one."""
    for written in (name, name.casefold().translate(UMLAUTS)):
        plain = without_marks(*fold(written))[0]
        for word in plain.split():
            pieces = WORD.findall(word)
            yield from pieces
            yield "".join(pieces)


def trimmed(run: Sequence[tuple[re.Match[str], Label]]) -> Iterator[Sequence[tuple[re.Match[str], Label]]]:
    """From the first to the last word of the name; an initial counts only right beside one."""
    named = [place for place, (_, label) in enumerate(run) if label in ("part", "word")]
    if named:
        first, last = named[0], named[-1]
        while first and run[first - 1][1] == "initial":
            first -= 1
        while last + 1 < len(run) and run[last + 1][1] == "initial":
            last += 1
        yield run[first : last + 1]


def after_possessive(cased: str, end: int) -> int:
    found = POSSESSIVE.match(cased, end)
    return found.end() if found else end
