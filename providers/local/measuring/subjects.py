"""How much a passage is about one subject rather than about others that people are asked about."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from providers.local.embedding import REMEMBERED_TEXTS, Embedding, Vectors
from providers.local.measuring.heard import Numbers
from providers.local.measuring.spoken import Word, is_light, spoken
from providers.words import stem

# One subject a line, as expected points name it; the last ones are what speeches that fit every question are about.
# They belong to the engine: with others, every score is another.
BACKGROUND = Path(__file__).with_name("background.txt")
SAME = 0.75  # A subject of the background that is as near as that to the question's is the question's own.
NEAREST = 3
# The passage's cosine to its subject less that to the nearest others: from the first on a passage begins to
# be about the subject, from the second on it is wholly.
ELSEWHERE, ABOUT = -0.10, 0.12


def fixed_vector(text: str, embedding: Embedding) -> Vectors:
    """Of a question's text or an expected point. Never for what a candidate said: it is remembered."""
    return embedding.pool_remembered(*_fixed_words(text))


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _fixed_words(text: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    found = spoken(text) or [Word(text, 1.0)]
    return tuple(word.text for word in found), tuple(word.weight for word in found)


def aboutness(passages: Vectors, points: Sequence[str], embedding: Embedding) -> Numbers:
    """0..1 for each passage."""
    own = fixed_vector(" ".join(points), embedding)
    others = _background(embedding)
    others = others[others @ own < SAME]
    nearest = np.sort(passages @ others.T, axis=1)[:, -NEAREST:].mean(axis=1)
    found: Numbers = np.clip((passages @ own - nearest - ELSEWHERE) / (ABOUT - ELSEWHERE), 0, 1)
    return found


def warm(embedding: Embedding) -> None:
    """The background costs about two seconds, once."""
    _background(embedding)


def _background(embedding: Embedding) -> Vectors:
    return np.stack([fixed_vector(line, embedding) for line in lines()])


@cache
def lines() -> tuple[str, ...]:
    return tuple(BACKGROUND.read_text(encoding="utf-8").splitlines())


@cache
def commonness(word_stem: str) -> int:
    """In how many of the subjects a word stands."""
    return _counts().get(word_stem, 0)


@cache
def _counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines():
        for each in {stem(word.text) for word in spoken(line) if not is_light(word.text)}:
            counts[each] = counts.get(each, 0) + 1
    return counts
