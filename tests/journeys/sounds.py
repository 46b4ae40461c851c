"""What stands before the microphone: WAV files that Chromium plays in a loop."""

import math
import struct
import wave
from io import BytesIO
from pathlib import Path

from tests.speech import said

SPOKEN = "I measured the slow query, added an index on the customer column, and checked the response time again."
RATE = 16_000
PAUSE_S = 0.7


def loop_of_speech(path: Path, text: str) -> Path:
    with wave.open(BytesIO(said(text))) as speech:
        return _write(path, speech.readframes(speech.getnframes()), speech.getframerate())


def loop_of_noise(path: Path, seconds: float = 2.2) -> Path:
    """A voice without words: a low buzz that swells and fades like syllables."""
    samples = (_buzz(number / RATE) for number in range(int(RATE * seconds)))
    return _write(path, b"".join(struct.pack("<h", round(9000 * sample)) for sample in samples), RATE)


def silence(path: Path, seconds: float) -> Path:
    return _write(path, bytes(2 * int(RATE * seconds)), RATE)


def _buzz(second: float) -> float:
    syllables = 0.6 + 0.4 * math.sin(2 * math.pi * 4 * second)
    return syllables * sum(math.sin(2 * math.pi * hertz * second) / 3 for hertz in (140, 280, 900))


def _write(path: Path, pcm: bytes, rate: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm + bytes(2 * int(rate * PAUSE_S)))
    return path
