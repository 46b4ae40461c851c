"""Speech for Whisper to hear: by Piper, but evenly.

Else Piper speaks the same words each time a little differently, and now and then Whisper hears other ones.
"""

import numpy as np
from numpy.typing import NDArray
from piper import PiperVoice, SynthesisConfig

from providers.config import AIConfig
from providers.local.tts import VOICES, VoiceFile
from providers.wav import wav
from tests.providers.audio import as_wav

EVENLY = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)


def said(text: str) -> bytes:
    """A WAV file."""
    return wav(_samples(text).tobytes(), _voice().config.sample_rate)


def drowned(text: str, loudness: float, seed: int) -> bytes:
    """A WAV file of the same in noise, whose standard deviation `loudness` is of 32,768."""
    clear = _samples(text).astype(np.float64)
    noise = np.random.default_rng(seed).normal(0, loudness, len(clear))
    return as_wav(clear + noise, _voice().config.sample_rate)


def _samples(text: str) -> NDArray[np.int16]:
    return np.concatenate([chunk.audio_int16_array for chunk in _voice().synthesize(text, EVENLY)]).astype("<i2")


def _voice() -> PiperVoice:
    return VOICES.get(VoiceFile.chosen(AIConfig()))
