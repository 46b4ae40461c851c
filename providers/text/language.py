"""Whether a text is English, by its function words. Pure."""

import re
from pathlib import Path

from providers.words import FUNCTION_WORDS

WORD = re.compile(r"[^\W\d_]+")
OTHER_WORDS = Path(__file__).with_name("other_function_words.txt")
"""Of German, French, Spanish, Portuguese, Italian, Dutch, Polish and the Scandinavian languages."""
OTHER_FUNCTION_WORDS = frozenset(OTHER_WORDS.read_text(encoding="utf-8").split()) - FUNCTION_WORDS
LEAST_WORDS = 4
MOST_FOREIGN = 0.12


def is_english(text: str) -> bool:
    """Whether it may be: keywords and short phrases count as English, as they have few function words of any
    language."""
    found = [word.lower() for word in WORD.findall(text)]
    if len(found) < LEAST_WORDS:
        return _is_latin(text)
    ours = sum(word in FUNCTION_WORDS for word in found)
    others = sum(word in OTHER_FUNCTION_WORDS for word in found)
    return _is_latin(text) and not (others > ours and others > MOST_FOREIGN * len(found))


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign < "ɐ" for sign in letters) * 2 >= len(letters)
