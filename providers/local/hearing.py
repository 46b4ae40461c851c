"""What Whisper says that it heard, and what of it is believed.

Only what Whisper itself doubts is left out, and `words_missing` says that something was. Pure.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from faster_whisper.transcribe import Segment

MAX_COMPRESSION = 2.4  # A text that packs better than this repeats itself. People do; Whisper does when it is caught.
MIN_LOGPROB = -1.0
DOUBTFUL_LOGPROB = -0.6
MAX_NO_SPEECH = 0.6
ROUNDS, ROUND_TOKENS = 8, 4  # Nobody says so few words so many times in a row.
WORD = re.compile(r"\w+")
LONGEST_TEXT_TOKENS = 220  # Whisper's own limit is 448, hint and all.
# What Whisper was taught by subtitles, and says when it hears breath or noise.
HALLUCINATIONS = re.compile(
    r"(thank(s| you)( so much| very much)?( for watching.*+)?|please subscribe.*+|subtitles? by .*+|you|bye|\W*+)"
    r"[.!\s]*+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """`limit`: of tokens, for each window of 30 s. `at_least`: the mean log probability of what is believed.

    `after_a_loop`: nothing was allowed to be said again, so what a person repeated is not all here.
    """

    segments: Sequence[Segment]
    limit: int
    at_least: float = MIN_LOGPROB
    after_a_loop: bool = False

    @property
    def text(self) -> str:
        text = " ".join(" ".join(segment.text.split()) for segment in self.believed)
        return text if _has_words(text) else ""

    @property
    def words_missing(self) -> bool:
        doubted = any(_has_words(segment.text) for segment in self.segments if not self._believes(segment))
        return doubted or self._is_cut_off or self.after_a_loop

    @property
    def repeats_itself(self) -> bool:
        return any(map(says_again, self.segments))

    @property
    def seems_caught(self) -> bool:
        """In a loop: it repeats itself and either doubts that, or finds no end, or says nothing else any more."""
        loops = [segment for segment in self.segments if says_again(segment)]
        turns_round = any(longest_round(segment.tokens) >= ROUNDS for segment in loops)
        return bool(loops) and (turns_round or self._is_cut_off or not all(map(self._believes, loops)))

    def echoes(self, hint: str) -> bool:
        """Unclear audio makes Whisper repeat its hint instead of what was said."""
        hinted = set(WORD.findall(hint.lower()))
        words = [word for segment in self.believed for word in WORD.findall(segment.text.lower())]
        doubtful = any(segment.avg_logprob < DOUBTFUL_LOGPROB for segment in self.believed)
        return doubtful and sum(word in hinted for word in words) * 2 > len(words)

    @property
    def believed(self) -> list[Segment]:
        return [segment for segment in self.segments if self._believes(segment)]

    def _believes(self, segment: Segment) -> bool:
        if segment.avg_logprob >= DOUBTFUL_LOGPROB:
            return True
        unheard = segment.no_speech_prob > MAX_NO_SPEECH
        invented = HALLUCINATIONS.fullmatch(segment.text.strip()) is not None
        return not (unheard or invented or says_again(segment) or segment.avg_logprob < self.at_least)

    @property
    def _is_cut_off(self) -> bool:
        """A window was still speaking when it had used up its tokens."""
        tokens: dict[int, int] = {}
        for segment in self.segments:
            tokens[segment.seek] = tokens.get(segment.seek, 0) + len(segment.tokens)
        return any(count >= self.limit for count in tokens.values())


@dataclass(frozen=True)
class HeardInPieces:
    """One recording. A piece in which nothing was understood adds nothing to what the others say."""

    pieces: Sequence[Heard]

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces if piece.text)

    @property
    def confidence(self) -> float:
        believed = [segment for piece in self.pieces if piece.text for segment in piece.believed]
        return _confidence(believed) if believed else 0.0

    @property
    def words_missing(self) -> bool:
        return any(piece.words_missing for piece in self.pieces)


def most_tokens(seconds: float) -> int:
    """Nobody says more in this time: what goes on is a loop, and each of its tokens costs time."""
    return min(LONGEST_TEXT_TOKENS, 20 + round(10 * seconds))


def says_again(segment: Segment) -> bool:
    return bool(segment.compression_ratio > MAX_COMPRESSION)


def longest_round(tokens: Sequence[int]) -> float:
    """How often at most the same tokens follow on each other, ROUND_TOKENS or fewer of them."""
    longest = 0.0
    for period in range(1, ROUND_TOKENS + 1):
        run = 0
        for index in range(period, len(tokens)):
            run = run + 1 if tokens[index] == tokens[index - period] else 0
            longest = max(longest, 1 + run / period)
    return longest


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _confidence(segments: Sequence[Segment]) -> float:
    """The mean probability of a token, weighted by length, less what Whisper doubts was speech at all."""
    tokens = sum(len(segment.tokens) for segment in segments) or 1
    mean = sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens
    doubt = sum(segment.no_speech_prob * len(segment.tokens) for segment in segments) / tokens
    probability: float = math.exp(mean) * (1 - doubt / 2)
    return round(max(0.0, min(1.0, probability)), 3)
