"""What was said, measured once: a vector for each stretch of words, wherever in the text it begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from providers.local.embedding import Embedding, Vectors
from providers.local.measuring.spoken import Word, spoken
from providers.words import stem

# In words. One thought; as many as one thing takes to say; what somebody goes on about.
THOUGHT, STATEMENT, PASSAGE = 8, 16, 60

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """`sentence` has for each word the sentence in which it stands. A thought begins at each word. `denied` is 0..1: of
    all that was said, what was left out because it is not so or not done.
    """

    words: tuple[Word, ...]
    sentence: NDArray[np.intp]
    vectors: Vectors
    denied: float

    @classmethod
    def of(cls, sentences: Sequence[str], embedding: Embedding, *, with_negated: bool = False) -> "Heard | None":
        """None where nothing was said. What stands under a negation is not even what other words are understood by."""
        spoken_in = [(place, word) for place, text in enumerate(sentences) for word in spoken(text)]
        words = [(place, word) for place, word in spoken_in if with_negated or not word.is_negated]
        if not words:
            return None
        return cls(
            words=tuple(word for _, word in words),
            sentence=np.array([place for place, _ in words]),
            vectors=embedding.embed_words([word.text for _, word in words]),
            denied=1 - sum(word.weight for _, word in words) / sum(word.weight for _, word in spoken_in),
        )

    @cached_property
    def weights(self) -> Numbers:
        return np.array([word.weight for word in self.words], dtype=np.float32)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Empty for words without a meaning of their own."""
        return tuple(stem(word.text) if word.weight == 1 else "" for word in self.words)

    @cached_property
    def thoughts(self) -> Vectors:
        return self._stretches(THOUGHT)

    @cached_property
    def passages(self) -> Vectors:
        """The passage around each thought."""
        found = self._stretches(PASSAGE)
        return found[self._around(len(found), PASSAGE)]

    def statements(self, counted: Numbers) -> Numbers:
        """For the statement around each thought, the sum of what is counted at each word."""
        sums = sliding_sum(counted[:, None], STATEMENT)[:, 0]
        return sums[self._around(len(sums), STATEMENT)]

    def in_thoughts(self, counted: Numbers) -> Numbers:
        return sliding_sum(counted[:, None], THOUGHT)[:, 0]

    def sentence_of(self, thought: int) -> int:
        """In which most of it was said."""
        return int(np.bincount(self.sentence[thought : thought + THOUGHT]).argmax())

    def _stretches(self, size: int) -> Vectors:
        sums = sliding_sum(self.vectors * self.weights[:, None], size)
        return unit(sums)

    def _around(self, count: int, size: int) -> NDArray[np.intp]:
        thoughts = max(1, len(self.words) - THOUGHT + 1)
        return np.clip(np.arange(thoughts) - (size - THOUGHT) // 2, 0, count - 1)


def sliding_sum(rows: Numbers, size: int) -> Numbers:
    """Of each `size` rows that follow each other; of all where there are fewer. Costs no more than the rows."""
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    width = min(size, len(rows))
    found: Numbers = (sums[width:] - sums[:-width]).astype(np.float32)
    return found


def unit(rows: Numbers) -> Numbers:
    found: Numbers = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return found
