"""The comparable form of a text: what speech recognition, keyboards and models write differently is gone. Pure.

White space, case, compatibility forms, quotation marks, hyphens and dashes are one of each, invisible characters none.
"""

import unicodedata
from functools import lru_cache

from providers.text.invisible import is_visible

QUOTATION_MARKS = dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"')
HYPHENS = dict.fromkeys("‐‑−﹣－", "-")
DASH = "–"
DIFFERENT_SIGNS = 4096  # What is known of each is remembered.


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


@lru_cache(maxsize=DIFFERENT_SIGNS)
def fold_character(character: str) -> str:
    if character.isascii() and character.isprintable():
        return "'" if character == "`" else character.lower()
    if character.isspace():
        return " "
    if not is_visible(character):
        return ""
    if character in HYPHENS:
        return HYPHENS[character]
    if unicodedata.category(character) == "Pd":
        return DASH
    plain = QUOTATION_MARKS.get(character, character)
    # Twice: folding case may give a character that has a decomposition of its own.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return " " if folded.isspace() else folded


def without_marks(folded: str, origins: list[int]) -> tuple[str, list[int]]:
    """The same without accents: a letter is what it is written on."""
    kept = [(sign, origin) for sign, origin in zip(folded, origins, strict=True) if not unicodedata.combining(sign)]
    return "".join(sign for sign, _ in kept), [origin for _, origin in kept]
