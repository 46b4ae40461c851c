"""Whisper that does not listen to silence: a short recording is not padded to the 30 s that Whisper always hears.

The encoder's time grows with its window, and most of a 5 s segment's window is padding. Measured on one thread: 7 s
of speech in 0.65 s instead of 1.5 s, with the same words.
"""

from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from numpy.typing import NDArray

FRAMES_PER_SECOND = 100
MARGIN = 3 * FRAMES_PER_SECOND  # of silence at the end; without it Whisper tends to repeat the last words.
SMALLEST_WINDOW = 8 * FRAMES_PER_SECOND


class ShortWindowWhisper(WhisperModel):  # type: ignore[misc]
    def encode(self, features: NDArray[np.float32]) -> Any:
        """`features` (mel bands, frames) arrive padded with zeros to 30 s."""
        sounding = np.flatnonzero(features.any(axis=0))
        end = int(sounding[-1]) + 1 if len(sounding) else 0
        window = max(SMALLEST_WINDOW, end + MARGIN)
        return super().encode(features[:, : window + window % 2])
