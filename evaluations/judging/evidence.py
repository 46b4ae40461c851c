"""Is a quote really in the candidate's own words? Pure: the model's claims come in, checked quotes go out.

A quote is compared after folding what speech recognition, keyboards and models write differently: white space, case,
compatibility forms, quotation marks, dashes, invisible characters. Offsets are those of the original text.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MIN_LETTERS = 8  # "I" or "the" is in every answer and shows nothing; a shorter quote must be the whole answer.
QUOTATION_MARKS = dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"') | {"−": "-"}
INVISIBLE = {"Cf", "Cc", "Cn", "Co", "Cs"}
BOUNDARY = "\0"  # Folding leaves it out, so it stands in no folded text.
VARIATION_SELECTORS = {chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))}


@dataclass(frozen=True)
class Quote:
    """`text[start:end] == quote`, in code points of the candidate's words in turn `turn`."""

    turn: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Checked:
    quotes: tuple[Quote, ...]
    refused: int


def check(claims: Iterable[tuple[int, str]], answers: Mapping[int, str]) -> Checked:
    """`claims` are (turn, quote) as a model gave them, `answers` the candidate's words by turn."""
    quotes: dict[Quote, None] = {}
    refused = 0
    for turn, claimed in claims:
        found = locate(claimed, answers.get(turn, ""))
        if found is None:
            refused += 1
        else:
            start, end = found
            quotes[Quote(turn, start, end, answers[turn][start:end])] = None
    return Checked(tuple(sorted(quotes, key=lambda quote: (quote.turn, quote.start, quote.end))), refused)


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` as whole words: (start, end), or None."""
    folded, origins = fold(text)
    whole = fold(quote)[0].strip()
    for wanted in (whole, strip_marks(whole)):
        if not carries_meaning(wanted, folded):
            continue
        start = find_words(wanted, folded)
        if start is not None:
            return origins[start], origins[start + len(wanted) - 1] + 1
    return None


def fold(text: str) -> tuple[str, list[int]]:
    """The comparable form of a text, and for each of its characters the index of the original one."""
    folded: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for piece in fold_character(character):
            if piece == " " and folded[-1:] in ([], [" "]):
                continue
            folded.append(piece)
            origins.append(index)
    return "".join(folded), origins


def fold_character(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in INVISIBLE or character in VARIATION_SELECTORS:
        return ""
    if category == "Pd":
        return "-"
    plain = QUOTATION_MARKS.get(character, character)
    # Twice: folding case may give a character that has a decomposition of its own.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return " " if folded.isspace() else folded


def strip_marks(folded: str) -> str:
    """Without the quotation marks, dots and brackets that models put around a quote."""
    first = next((i for i, c in enumerate(folded) if c.isalnum()), len(folded))
    last = next((i for i, c in enumerate(reversed(folded)) if c.isalnum()), len(folded))
    return folded[first : len(folded) - last]


def carries_meaning(wanted: str, folded: str) -> bool:
    letters = sum(character.isalnum() for character in wanted)
    return letters >= MIN_LETTERS or (letters > 0 and strip_marks(wanted) == strip_marks(folded))


def find_words(wanted: str, folded: str) -> int | None:
    """One search, however often `wanted` stands inside of words: it is looked for together with its boundaries."""
    marked = mark_boundaries(folded)
    place = marked.find(mark_boundaries(wanted))
    return None if place < 0 else place - marked.count(BOUNDARY, 0, place)


def mark_boundaries(folded: str) -> str:
    marked = (f"{BOUNDARY}{one}" if at_boundary(folded, index) else one for index, one in enumerate(folded))
    return "".join(marked) + BOUNDARY


def at_boundary(folded: str, index: int) -> bool:
    """True where no word is cut. Scripts without case (Chinese, Thai, Arabic ...) may be cut anywhere."""
    if index in (0, len(folded)):
        return True
    before, after = folded[index - 1], folded[index]
    if unicodedata.combining(after):
        return False
    return not (in_spaced_word(before) and in_spaced_word(after))


def in_spaced_word(character: str) -> bool:
    if unicodedata.combining(character):
        return True
    return character.isalnum() and unicodedata.category(character) != "Lo"
