"""Coverage: which of a question's expected points an answer speaks about. Half words, half meaning.

It measures coverage and nothing else: it cannot tell true from false, nor credit a right answer that nobody expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.words import Span, stems

# Cosines of MiniLM between an expected point and a sentence: below the first they say nothing, from the second on
# they agree.
UNRELATED = 0.15
AGREEING = 0.60
FOUND = 0.38
MISSING = 0.30


@dataclass(frozen=True)
class PointCoverage:
    """`share` is 0..1; `words` and `meaning` are its halves; `best` is the sentence that speaks about the point."""

    point: str
    share: float
    words: float
    meaning: float
    best: int

    @property
    def is_found(self) -> bool:
        return self.share >= FOUND

    @property
    def is_missing(self) -> bool:
        return self.share < MISSING


@dataclass(frozen=True)
class Heard:
    """What was said, measured once: its sentences, and the vectors of each sentence and of each two in a row."""

    said: tuple[Span, ...]
    stems: frozenset[str]
    sentences: Vectors
    pairs: Vectors

    @classmethod
    def of(cls, said: Sequence[Span], embedding: Embedding) -> "Heard":
        """`said` has at least one sentence."""
        sentences = embedding.embed([span.text for span in said])
        pairs = [f"{one.text} {next_one.text}" for one, next_one in pairwise(said)]
        return cls(
            said=tuple(said),
            stems=frozenset[str]().union(*(stems(span.text) for span in said)),
            sentences=sentences,
            pairs=embedding.embed(pairs) if pairs else sentences,
        )


def cover(points: Sequence[str], said: Sequence[Span], embedding: Embedding) -> list[PointCoverage]:
    if not said:
        return [PointCoverage(point, 0.0, 0.0, 0.0, 0) for point in points]
    heard = Heard.of(said, embedding)
    return [cover_point(point, heard, embedding) for point in points]


def relevance(subject: str, heard: Heard, embedding: Embedding) -> float:
    """The best cosine between what was asked about and what was said."""
    vector = embedding.embed_remembered([subject])[0]
    return float(max((heard.sentences @ vector).max(), (heard.pairs @ vector).max()))


def cover_point(point: str, heard: Heard, embedding: Embedding) -> PointCoverage:
    vector = embedding.embed_remembered([point])[0]
    wanted = stems(point)
    cosines = heard.sentences @ vector
    cosine = max(float(cosines.max()), float((heard.pairs @ vector).max()))
    meaning = min(1.0, max(0.0, (cosine - UNRELATED) / (AGREEING - UNRELATED)))
    share_of_words = len(wanted & heard.stems) / len(wanted) if wanted else 0.0
    overlap = np.array([len(wanted & stems(span.text)) for span in heard.said]) / max(1, len(wanted))
    best = int(np.argmax(cosines + overlap))
    return PointCoverage(point, (share_of_words + meaning) / 2, share_of_words, meaning, best)
