"""The words of a text that tell something, as they were meant: without sounds, hedges and words begun twice. Pure.

Who speaks hesitantly or politely has then said the same words as who does not. Nothing here depends on marks or
capitals alone, as speech recognition gives them or does not.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from providers.local.measuring.negation import negated
from providers.words import word_set

HERE = Path(__file__).parent
# What was masked ("[name]") and what sounds like words; a mark ends what a negation speaks of.
TOKEN = re.compile(r"\[[^\[\]\s]{1,40}\]|[^\W_]+(?:['’][^\W_]+)?|[.,;:!?()\n]")
CLIPPED = re.compile(r"(?<=[a-z]{2}in)['’](?![^\W_])", re.IGNORECASE)  # "weldin' pipes"
MASK = "["
AGAIN = word_set("no wait sorry well")  # "I look, no, I look at the gas"
LONGEST_REPEAT = 3
LONGEST_PHRASE = 12
COMMA = frozenset(",")
ARTICLES = frozenset(("a", "an", "the"))
# How much a word counts that carries no meaning of its own, beside one that does. Measured: from 1 to 0.3
# the answers to a question are told better from others, at 0 no longer.
LIGHT = 0.3


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """The longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return found


LIGHT_WORDS = frozenset(" ".join(_lines(HERE / "light_words.txt")).split())
SAID_AROUND = _by_first_word(_lines(HERE / "said_around.txt"))


@dataclass(frozen=True)
class Word:
    """`text` in lower case; `weight` 0..1; `is_negated`: said of something that is not so, or not done."""

    text: str
    weight: float
    is_negated: bool = False


def spoken(text: str) -> list[Word]:
    tokens = [_plain(token) for token in TOKEN.findall(CLIPPED.sub("g", text))]
    kept = _without_repeats(_without_said_around(tokens))
    return [
        Word(token, weight(token), is_negated)
        for token, is_negated in zip(kept, negated(kept), strict=True)
        if token[0].isalnum() and token not in ARTICLES
    ]


def weight(word: str) -> float:
    return LIGHT if is_light(word) else 1.0


def is_light(word: str) -> bool:
    head, _, tail = word.partition("'")
    return head in LIGHT_WORDS or tail in ("ll", "re", "ve", "m", "d", "t")


def _plain(token: str) -> str:
    """Without accents and capitals: é is e."""
    if token.isascii():
        return token.lower()
    folded = unicodedata.normalize("NFKD", token.replace("’", "'")).casefold()
    return "".join(character for character in folded if not unicodedata.combining(character)) or token


def _without_said_around(tokens: Sequence[str]) -> list[str]:
    """And without the comma behind it, which belongs to it, and without what was masked."""
    kept: list[str] = []
    words = [token for token in tokens if not _is_mark(token)]
    at = skipped_to = 0
    was_skipped = False
    for token in tokens:
        if _is_mark(token):
            kept.extend([] if was_skipped and token in COMMA else [token])
            continue
        if at >= skipped_to:
            skipped_to = at + _length_of_phrase(words[at : at + LONGEST_PHRASE])
        was_skipped = at < skipped_to
        kept.extend([] if was_skipped or token.startswith(MASK) else [token])
        at += 1
    return kept


def _is_mark(token: str) -> bool:
    return not token[0].isalnum() and not token.startswith(MASK)


def _length_of_phrase(ahead: Sequence[str]) -> int:
    """Of the longest that begins here; 0 for none."""
    phrases = SAID_AROUND.get(ahead[0], ())
    return next((len(phrase) for phrase in phrases if tuple(ahead[: len(phrase)]) == phrase), 0)


def _without_repeats(tokens: Sequence[str]) -> list[str]:
    """What is said twice in a row counts once: "the the", "I look at, no, I look at"."""
    kept: list[str] = []
    for token in tokens:
        kept.append(token)
        if token[0].isalnum():
            _drop_repeat(kept)
    return kept


def _drop_repeat(kept: list[str]) -> None:
    places = [place for place in range(max(0, len(kept) - 14), len(kept)) if kept[place][0].isalnum()]
    said = [kept[place] for place in places]
    for length in range(min(LONGEST_REPEAT, len(said) // 2), 0, -1):
        again = said[-length:]
        for between in (0, 1):
            begun = said[-2 * length - between : -length - between or None]
            if begun == again and (not between or said[-length - 1] in AGAIN):
                del kept[places[-2 * length - between] : places[-length]]
                return
