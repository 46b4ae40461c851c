"""Words, stems and sentences of English text. Pure."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]++[.!?]*+[\"')\]]*+", re.MULTILINE)
LONGEST_SENTENCE_WORDS = 40
LONGEST_UNBROKEN_WORDS = 90  # About what a sentence vector can hold.
CLAUSE = re.compile(r"[^,;:]+[,;:]?|[,;:]")
SUFFIXES = (
    "ations",
    "ation",
    "ements",
    "ement",
    "ments",
    "ment",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "ly",
)
SHORTEST_STEM = 3

FUNCTION_WORDS = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Span:
    """A piece of a text, verbatim: `text` stands at `start` of what it was cut from."""

    start: int
    text: str


def words(text: str) -> list[str]:
    return [word.replace("’", "'").lower() for word in WORD.findall(text)]


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_function_word(word: str) -> bool:
    return word.split("'")[0] in FUNCTION_WORDS or word.split("'")[-1] in ("ll", "re", "ve", "m", "d", "t")


def function_word_share(text: str) -> float:
    """0..1. In spoken English about half; in a mere list of keywords hardly any."""
    found = words(text)
    return sum(map(is_function_word, found)) / len(found) if found else 0.0


def stem(word: str) -> str:
    """Rough, and the same for both sides of a comparison: tests, tested, testing -> test."""
    plain = word.split("'")[0]
    for suffix in SUFFIXES:
        if plain.endswith(suffix) and len(plain) - len(suffix) >= SHORTEST_STEM:
            plain = plain.removesuffix(suffix)
            break
    if len(plain) > SHORTEST_STEM and plain[-1] == plain[-2] and plain[-1] not in "aeiousl":
        plain = plain[:-1]
    return plain.rstrip("e").replace("y", "i") or plain


def stems(text: str) -> set[str]:
    """Of the words that carry meaning."""
    return {stem(word) for word in words(text) if not is_function_word(word)}


def sentences(text: str) -> list[Span]:
    """Sentences with at least a word; long ones, as speech recognition gives them, are cut at commas."""
    spans: list[Span] = []
    for match in SENTENCE.finditer(text):
        spans.extend(_clauses(match.group(), match.start()))
    return spans


def _clauses(sentence: str, start: int) -> list[Span]:
    if _count(sentence) <= LONGEST_SENTENCE_WORDS:
        return _span(sentence, start)
    spans: list[Span] = []
    begin = end = count = 0
    for clause in CLAUSE.finditer(sentence):
        more = _count(clause.group())
        if count + more > LONGEST_SENTENCE_WORDS // 2 and end > begin:
            spans.extend(_unbroken(sentence[begin:end], start + begin))
            begin, count = end, 0
        end = clause.end()
        count += more
    return spans + _unbroken(sentence[begin:], start + begin)


def _unbroken(piece: str, start: int) -> list[Span]:
    """Where nobody drew breath it is cut between words, before it is more than can be compared."""
    begins = [word.start() for word in WORD.finditer(piece)]
    cuts = [0, *begins[LONGEST_UNBROKEN_WORDS::LONGEST_UNBROKEN_WORDS], len(piece)]
    return [span for begin, end in pairwise(cuts) for span in _span(piece[begin:end], start + begin)]


def _span(piece: str, start: int) -> list[Span]:
    stripped = piece.strip()
    return [Span(start + piece.index(stripped), stripped)] if WORD.search(stripped) else []


def _count(text: str) -> int:
    return len(WORD.findall(text))
