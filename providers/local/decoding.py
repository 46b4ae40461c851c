"""Audio files into samples, with limits: what a stranger uploads is decoded here."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from numpy.typing import NDArray

from providers.containers import container_of
from providers.errors import InvalidInput

SAMPLE_RATE = 16_000
Samples = NDArray[np.float32]


def decode(audio: bytes, *, max_seconds: int, provider: str) -> Samples:
    """Mono samples in -1..1 at 16 kHz. Decoding stops at `max_seconds`: a small file can hold hours.

    The container is forced to what the first bytes say, from a short list: FFmpeg also knows playlists that name
    other files and addresses, and those must never be opened.
    """
    container = container_of(audio)
    if container is None:
        raise InvalidInput("This is no audio file.", provider=provider)
    pieces: list[NDArray[Any]] = []
    try:
        with av.open(io.BytesIO(audio), mode="r", format=container, metadata_errors="ignore") as file:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
            for frame in _limited(_frames(file), max_seconds, provider):
                pieces.extend(resampled.to_ndarray().reshape(-1) for resampled in resampler.resample(frame))
            pieces.extend(resampled.to_ndarray().reshape(-1) for resampled in resampler.resample(None))
    except (FFmpegError, ValueError) as error:
        raise InvalidInput("The audio file is damaged.", provider=provider) from error
    if not sum(map(len, pieces)):
        raise InvalidInput("The audio file holds no sound.", provider=provider)
    return np.concatenate(pieces).astype(np.float32) / 32768.0


def _frames(file: InputContainer) -> Iterator[AudioFrame]:
    """Damaged packets are left out: a recording that was cut off is still worth hearing."""
    if not file.streams.audio:
        return
    for packet in file.demux(audio=0):
        with suppress(InvalidDataError):
            yield from packet.decode()


def _limited(frames: Iterator[AudioFrame], max_seconds: int, provider: str) -> Iterator[AudioFrame]:
    seconds = 0.0
    for frame in frames:
        seconds += frame.samples / frame.sample_rate
        if seconds > max_seconds:
            raise InvalidInput(f"The recording is longer than {max_seconds} seconds.", provider=provider)
        yield frame
