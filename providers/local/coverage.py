"""Coverage: which of a question's expected points an answer speaks about. Words and meaning, thought by thought.

It measures coverage and nothing else: it cannot tell true from false, nor credit a right answer that nobody expected.

A point's share of an answer comes about in these steps, each of which can be shown:
1. The words without sounds, hedges and what the speaker says not to do (measuring/spoken.py, negation.py).
2. For each thought of eight words: how near it comes to the point in meaning, and how many of the point's own words,
   those of the question apart, are said around it.
3. As far as the passage around it is about this question and not about another subject (measuring/subjects.py), and as
   far as it says more than the question's own words.
4. The mean of the best few thoughts is the point's share, less where hardly anything of the talk is about the question,
   and where most of it is denied.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from providers.local.embedding import Embedding
from providers.local.measuring.heard import PASSAGE, Heard, Numbers
from providers.local.measuring.negation import speaks_of_not
from providers.local.measuring.spoken import is_light, spoken
from providers.local.measuring.subjects import aboutness, commonness, fixed_vector, lines
from providers.words import stem, words

# Cosines of a thought and an expected point: up to the first they say nothing, from the second on they agree.
UNRELATED, AGREEING = 0.20, 0.46
WORDS_AS_MEANING = 0.30  # All of a point's words are worth as much as that of a cosine.
BEST_THOUGHTS = 8  # As many as overlap: a word more or less, or one that was misheard, changes little.
MOST_OF_QUESTION = 0.65  # Of a thought's words. With more of the question's own it says less and less.
ON_SUBJECT_ENOUGH = 0.25  # Of all words beyond one passage: less is what anybody says by chance who talks for long.
# Shares of all that was said. Right answers deny a quarter at most ("I never take the number on the invoice").
DENIED_IN_PASSING, DENIED_WHOLLY = 0.30, 0.70
FOUND = 0.36
MISSING = 0.25
LONG_WORD = 6  # Letters, from which on one of them may be wrong.


@dataclass(frozen=True)
class PointCoverage:
    """`share` is 0..1; `words` and `meaning` are those of the best thought, `best` its sentence."""

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
class Coverage:
    """`earned` is 0..1 for each sentence: the most that any point got from it."""

    points: list[PointCoverage]
    earned: Numbers


def cover(question: str, points: Sequence[str], sentences: Sequence[str], embedding: Embedding) -> Coverage:
    """`points` has at least one."""
    asked = _stems(question)
    earned = np.zeros(len(sentences), dtype=np.float32)
    covered: dict[str, PointCoverage] = {}
    for with_negated, some in _by_what_counts(points).items():
        heard = Heard.of(sentences, embedding, with_negated=with_negated)
        counted = _counted(heard, asked, points, embedding) if heard else None
        for point in some:
            if heard is None or counted is None:
                covered[point] = PointCoverage(point, 0.0, 0.0, 0.0, 0)
                continue
            measured = _Measured.of(point, heard, asked, embedding)
            _note(earned, heard, counted * measured.agreement)
            covered[point] = measured.coverage(counted * measured.agreement)
    return Coverage([covered[point] for point in points], earned)


def _by_what_counts(points: Sequence[str]) -> dict[bool, list[str]]:
    """For points that speak of what is not done, what is denied counts as well."""
    found: dict[bool, list[str]] = {}
    for point in points:
        found.setdefault(speaks_of_not(words(point)), []).append(point)
    return found


def support(question: str, point: str, quote: str, embedding: Embedding) -> float:
    """0..1: how far a quote speaks about a point, wherever it was said."""
    heard = Heard.of([quote], embedding, with_negated=speaks_of_not(words(point)))
    if heard is None:
        return 0.0
    asked = _stems(question)
    measured = _Measured.of(point, heard, asked, embedding)
    return measured.coverage(_beyond_question(heard, asked) * measured.agreement).share


def relevance(subject: str, sentences: Sequence[str], embedding: Embedding) -> float:
    """How near anything that was said comes to what was asked about: a cosine."""
    heard = Heard.of(sentences, embedding, with_negated=True)
    return float((heard.thoughts @ fixed_vector(subject, embedding)).max()) if heard else 0.0


@dataclass(frozen=True)
class _Measured:
    """For each thought of what was heard how far it agrees with a point."""

    point: str
    heard: Heard
    words: Numbers
    meaning: Numbers
    agreement: Numbers

    @classmethod
    def of(cls, point: str, heard: Heard, asked: set[str], embedding: Embedding) -> "_Measured":
        said = _words_said(point, heard, asked)
        meaning = heard.thoughts @ fixed_vector(point, embedding)
        near = (meaning + WORDS_AS_MEANING * said - UNRELATED) / (AGREEING - UNRELATED)
        return cls(point, heard, said, meaning, np.clip(near, 0, 1))

    def coverage(self, shares: Numbers) -> PointCoverage:
        best = int(np.argmax((shares if shares.max() > 0 else self.agreement) + 0.001 * self.meaning))
        share = float(np.sort(shares)[-BEST_THOUGHTS:].mean())
        meaning = float(np.clip((self.meaning[best] - UNRELATED) / (AGREEING - UNRELATED), 0, 1))
        return PointCoverage(self.point, share, float(self.words[best]), meaning, self.heard.sentence_of(best))


def _words_said(point: str, heard: Heard, asked: set[str]) -> Numbers:
    """For each thought the share of the point's words that are said around it; a rare word counts for more."""
    wanted = {each: _rarity(each) for each in sorted(_stems(point))}
    whole = sum(wanted.values())
    found = np.zeros(len(heard.thoughts), dtype=np.float32)
    for each, rarity in wanted.items():
        if each not in asked:
            at = np.array([_is_same(each, said) for said in heard.stems], dtype=np.float32)
            found += rarity * np.minimum(1, heard.statements(at))
    return found / whole if whole else found


def _rarity(word_stem: str) -> float:
    return log((len(lines()) + 1) / (commonness(word_stem) + 0.5))


def _is_same(one: str, other: str) -> bool:
    """Long words may differ in a letter, as they do when they were misheard or misspelled."""
    if one == other:
        return True
    shortest = min(len(one), len(other))
    if shortest < LONG_WORD or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    same = next((place for place in range(shortest) if one[place] != other[place]), shortest)
    return one[same + 1 :] == other[same + 1 :] or one[same:] == other[same + 1 :] or one[same + 1 :] == other[same:]


def _counted(heard: Heard, asked: set[str], points: Sequence[str], embedding: Embedding) -> Numbers:
    """0..1 for each thought: as far as it is about this question, and the talk as a whole is too."""
    about = aboutness(heard.passages, points, embedding)
    beyond_one_passage = max(1, len(about) - PASSAGE)
    enough = min(1.0, float(about.sum()) / (ON_SUBJECT_ENOUGH * beyond_one_passage))
    return enough * about * _beyond_question(heard, asked) * _willing(heard)


def _willing(heard: Heard) -> float:
    """0..1: who denies most of what they speak about has not answered with the rest."""
    return min(1.0, max(0.0, (DENIED_WHOLLY - heard.denied) / (DENIED_WHOLLY - DENIED_IN_PASSING)))


def _beyond_question(heard: Heard, asked: set[str]) -> Numbers:
    """Less where a thought is hardly more than words of the question."""
    meaningful = np.array([bool(each) for each in heard.stems], dtype=np.float32)
    repeated = np.array([bool(each) and each in asked for each in heard.stems], dtype=np.float32)
    share = heard.in_thoughts(repeated) / np.maximum(1, heard.in_thoughts(meaningful))
    found: Numbers = np.clip((1 - share) / (1 - MOST_OF_QUESTION), 0, 1)
    return found


def _note(earned: Numbers, heard: Heard, shares: Numbers) -> None:
    at = heard.sentence[: len(shares)]
    np.maximum.at(earned, at, shares)


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in spoken(text) if not is_light(word.text)}
