"""Coverage: which of a question's expected points an answer speaks about. Half words, half meaning.

It measures coverage and nothing else: it cannot tell true from false, nor credit a right answer that nobody expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from providers.grouping import groups
from providers.local.embedding import Embedding, Vectors
from providers.words import Span, stems

# Cosines of MiniLM between an expected point and a sentence: below the first they say nothing, from the second on
# they agree.
UNRELATED = 0.15
AGREEING = 0.60
FOUND = 0.38
MISSING = 0.30
# Of vectors, and as many of pairs: more than a long answer has sentences, and far within the time that anybody waits.
MOST_GROUPS_LIVE = 64
MOST_GROUPS = 128


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
    """What was said, measured once: the stems of each sentence, and the vectors of each group and of each two in a row.

    A group is one sentence. Where there are more of them than `most`, neighbours share a group: the work is bounded
    before it begins, and each sentence is still one that can be quoted. `group` has the group of each sentence.
    """

    said: tuple[Span, ...]
    stems: tuple[set[str], ...]
    group: NDArray[np.intp]
    groups: Vectors
    pairs: Vectors

    @classmethod
    def of(cls, said: Sequence[Span], embedding: Embedding, most: int) -> "Heard":
        """`said` has at least one sentence."""
        grouped = groups([span.text for span in said], most)
        texts = [" ".join(group) for group in grouped]
        pairs = [f"{one} {next_one}" for one, next_one in pairwise(texts)]
        vectors = embedding.embed([*texts, *pairs])
        return cls(
            said=tuple(said),
            stems=tuple(stems(span.text) for span in said),
            group=np.repeat(np.arange(len(grouped)), [len(group) for group in grouped]),
            groups=vectors[: len(texts)],
            pairs=vectors[len(texts) :] if pairs else vectors,
        )

    def nearest(self, vector: Vectors) -> float:
        """The best cosine of what was said and this."""
        return float(max((self.groups @ vector).max(), (self.pairs @ vector).max()))


def cover(points: Sequence[str], said: Sequence[Span], embedding: Embedding) -> list[PointCoverage]:
    if not said:
        return [PointCoverage(point, 0.0, 0.0, 0.0, 0) for point in points]
    heard = Heard.of(said, embedding, MOST_GROUPS_LIVE)
    return [cover_point(point, heard, embedding) for point in points]


def relevance(subject: str, heard: Heard, embedding: Embedding) -> float:
    """How near what was said comes to what was asked about."""
    return heard.nearest(embedding.embed_remembered([subject])[0])


def cover_point(point: str, heard: Heard, embedding: Embedding) -> PointCoverage:
    vector = embedding.embed_remembered([point])[0]
    wanted = stems(point)
    meaning = min(1.0, max(0.0, (heard.nearest(vector) - UNRELATED) / (AGREEING - UNRELATED)))
    share_of_words = len(wanted & set[str]().union(*heard.stems)) / len(wanted) if wanted else 0.0
    overlap = np.array([len(wanted & said) for said in heard.stems]) / max(1, len(wanted))
    best = int(np.argmax((heard.groups @ vector)[heard.group] + overlap))
    return PointCoverage(point, (share_of_words + meaning) / 2, share_of_words, meaning, best)
