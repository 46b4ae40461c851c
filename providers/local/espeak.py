"""Text-to-speech of last resort: eSpeak NG through ctypes. Robotic, tiny, and speaks many languages."""

import ctypes
from threading import Lock
from typing import Any

import espeakng_loader

from providers.deadline import Deadline
from providers.errors import ProviderUnavailable, Unsupported
from providers.tts import Speech, TTSCapabilities, TTSVendor, Utterance
from providers.usage import Usage
from providers.wav import duration_ms, wav

SYNCHRONOUS_OUTPUT = 2  # AUDIO_OUTPUT_SYNCHRONOUS
FROM_CHARACTER = 1  # POS_CHARACTER
UTF8 = 1  # espeakCHARS_UTF8: plain text, no markup
GO_ON, STOP = 0, 1  # what the callback answers
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Library:
    """The C library keeps one global state: one call at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: Any = None
        self.sample_rate = 0
        self._pcm = bytearray()
        self._deadline: Deadline | None = None
        self._callback = Callback(self._collect)

    def load(self) -> None:
        with self._lock:
            self._load()

    def speak(self, text: str, voice: str, deadline: Deadline) -> tuple[bytes, int]:
        """16-bit mono samples and their rate."""
        with self._lock:
            library = self._load()
            if library.espeak_SetVoiceByName(voice.encode()) != 0:
                raise Unsupported("eSpeak does not speak this language.", provider="espeak")
            deadline.check()  # Others may have spoken for long.
            self._deadline = deadline
            self._pcm.clear()
            data = text.encode()
            status = library.espeak_Synth(data, len(data) + 1, 0, FROM_CHARACTER, 0, UTF8, None, None)
            deadline.check()
            if status != 0:
                raise ProviderUnavailable(f"eSpeak failed with status {status}.", provider="espeak")
            return bytes(self._pcm), self.sample_rate

    def _load(self) -> Any:
        if self._loaded is None:
            library = ctypes.CDLL(espeakng_loader.get_library_path())
            library.espeak_Synth.argtypes = [
                ctypes.c_char_p,
                ctypes.c_size_t,
                ctypes.c_uint,
                ctypes.c_int,
                ctypes.c_uint,
                ctypes.c_uint,
                ctypes.c_void_p,
                ctypes.c_void_p,
            ]
            data = espeakng_loader.get_data_path().encode()
            self.sample_rate = library.espeak_Initialize(SYNCHRONOUS_OUTPUT, 0, data, 0)
            if self.sample_rate <= 0:
                raise ProviderUnavailable("eSpeak could not be started.", provider="espeak")
            library.espeak_SetSynthCallback(self._callback)
            self._loaded = library
        return self._loaded

    def _collect(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        return STOP if self._deadline and self._deadline.is_over else GO_ON


LIBRARY = Library()


class EspeakTTS(TTSVendor):
    provider = "espeak"
    model = "espeak-ng"
    capabilities = TTSCapabilities(languages=(), max_characters=5_000)

    def warm(self) -> None:
        LIBRARY.load()

    def _synthesize(self, utterance: Utterance, usage: Usage) -> Speech:
        deadline = self._deadline(usage, self.config.tts_timeout_s)
        pcm, sample_rate = LIBRARY.speak(utterance.text, utterance.voice or utterance.language, deadline)
        return Speech(wav(pcm, sample_rate), "audio/wav", duration_ms(pcm, sample_rate))
