"""Frames of any format into one channel at 16 kHz, by blocks, so that many channels take no more memory than one."""

from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
BLOCK = SAMPLE_RATE  # samples
HEARD = 0.1  # of the loudest channel: what is below is a channel that nobody speaks into.

Samples = NDArray[np.float32]


class Downmix:
    """A microphone may be plugged in or out while it records: each run of frames of one format has a resampler."""

    def __init__(self) -> None:
        self._format: tuple[str, str, int] | None = None
        self._resampler: av.AudioResampler | None = None
        self._waiting: list[Samples] = []  # (channels, samples)
        self._lead = 0

    def mono(self, frames: Iterator[AudioFrame]) -> Iterator[Samples]:
        for frame in frames:
            if self._format != _format(frame):
                yield from self._end_run()
                self._begin_run(frame)
            yield from self._resampled(frame)
        yield from self._end_run()

    def _begin_run(self, frame: AudioFrame) -> None:
        self._format = _format(frame)
        self._resampler = av.AudioResampler(format="flt", layout=frame.layout, rate=SAMPLE_RATE)

    def _end_run(self) -> Iterator[Samples]:
        yield from self._resampled(None)
        if self._waiting:
            yield self._mixed()
        self._lead = 0

    def _resampled(self, frame: AudioFrame | None) -> Iterator[Samples]:
        for piece in self._resampler.resample(frame) if self._resampler else ():
            samples = piece.to_ndarray().reshape(piece.samples, -1).T
            self._waiting.append(np.clip(np.nan_to_num(samples), -1.0, 1.0))
        if sum(each.shape[1] for each in self._waiting) >= BLOCK:
            yield self._mixed()

    def _mixed(self) -> Samples:
        """The mean of the channels that are heard. One that is upside down would cancel the others: it is turned."""
        block = np.concatenate(self._waiting, axis=1)
        self._waiting = []
        loudness = np.sqrt(np.mean(block**2, axis=1))
        if loudness[self._lead] <= HEARD * loudness.max():
            self._lead = int(loudness.argmax())  # Seldom another one: each change is heard as a click.
        heard = block[loudness >= HEARD * loudness.max()]
        turned = np.where(heard @ block[self._lead] < 0, -1.0, 1.0)
        mono: Samples = (turned @ heard / len(heard)).astype(np.float32)
        return mono


def _format(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate
