"""The one table of characters that a person does not see but a model reads: used to hide instructions in a text."""

import unicodedata
from typing import Any

KEPT_CONTROLS = {"\n", "\t"}
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Co", "Cs"}
BLANK_LETTERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
TAGS = range(0xE0000, 0xE1000)


def strip_invisible(text: str) -> str:
    """The text without format, control, private-use and tag characters; line breaks and tabs stay."""
    return text if text.isascii() and text.isprintable() else "".join(c for c in text if is_visible(c))


def strip_invisible_everywhere(value: Any) -> Any:
    """The same for each text in a JSON-like value, keys too."""
    match value:
        case str():
            return strip_invisible(value)
        case dict():
            return {strip_invisible(str(k)): strip_invisible_everywhere(v) for k, v in value.items()}
        case list() | tuple():
            return [strip_invisible_everywhere(item) for item in value]
        case _:
            return value


def is_visible(character: str) -> bool:
    code = ord(character)
    return character in KEPT_CONTROLS or not (
        unicodedata.category(character) in INVISIBLE_CATEGORIES
        or character in BLANK_LETTERS
        or code in TAGS
        or any(code in selectors for selectors in VARIATION_SELECTORS)
    )
