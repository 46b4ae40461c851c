"""Sentences and words of a text, so that they can be put together again. Pure."""

import re
from collections.abc import Callable, Iterable
from random import Random

SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+")
FIRST_PERSON = re.compile(r"I\b|I'")


def sentences_of(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text) if sentence]


def lower_first(sentence: str) -> str:
    """As it stands behind other words: "I" keeps its capital."""
    return sentence if FIRST_PERSON.match(sentence) else sentence[:1].lower() + sentence[1:]


def replaced(text: str, pattern: re.Pattern[str], by: Callable[[str], str], random: Random, share: float = 1.0) -> str:
    """Each match, with that chance, by what `by` makes of its lower-case form. A capital at its start is kept."""

    def one(match: re.Match[str]) -> str:
        word = match.group()
        if random.random() >= share:
            return word
        other = by(word.lower())
        return other[:1].upper() + other[1:] if word[:1].isupper() and word != "I" else other

    return pattern.sub(one, text)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Whole words or phrases, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, ordered))})(?![\w'])", re.IGNORECASE)
