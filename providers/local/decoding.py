"""Audio files into samples, with limits: what a stranger uploads is decoded here."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.error import EOFError as EndOfFile
from av.error import FFmpegError

from providers.containers import container_of
from providers.errors import InvalidInput
from providers.local.downmix import Downmix, Samples
from providers.wholeness import is_whole

PATIENCE_SECONDS = 0.5  # A file may say that it is a little longer than it sounds.
SAYS_ITS_LENGTH = ("wav", "matroska", "mov", "flac")  # In the others FFmpeg guesses it.


@dataclass
class Decoded:
    """`damaged`: the file is longer than what could be decoded of it. `cut`: than what was to be decoded of it."""

    samples: Samples
    damaged: bool
    cut: bool


@dataclass
class _Progress:
    end_s: float = 0.0  # by the file's own clock, which runs through what is not in the file
    failed: bool = False
    cut: bool = False
    pieces: list[Samples] = field(default_factory=list)


def decode(audio: bytes, *, max_seconds: float, provider: str) -> Decoded:
    """Mono samples in -1..1 at 16 kHz. Decoding stops at `max_seconds`: a small file can hold hours.

    The container is forced to what the first bytes say, from a short list: FFmpeg also knows playlists that name
    other files and addresses, and those must never be opened.
    """
    container = container_of(audio)
    if container is None:
        raise InvalidInput("This is no audio file.", provider=provider)
    progress = _Progress()
    try:
        with av.open(io.BytesIO(audio), mode="r", format=container, metadata_errors="ignore") as file:
            progress.pieces.extend(Downmix().mono(_limited(file, progress, max_seconds)))
            short = (
                not progress.cut
                and container in SAYS_ITS_LENGTH
                and progress.end_s + PATIENCE_SECONDS < _said_length(file)
            )
    except (FFmpegError, ValueError) as error:
        raise InvalidInput("The audio file is damaged.", provider=provider) from error
    if not sum(map(len, progress.pieces)):
        raise InvalidInput("The audio file holds no sound.", provider=provider)
    damaged = progress.failed or short or not (progress.cut or is_whole(audio))
    return Decoded(np.concatenate(progress.pieces), damaged, progress.cut)


def _frames(file: InputContainer, progress: _Progress) -> Iterator[AudioFrame]:
    """Damaged packets are left out: a recording that was cut off is still worth hearing. So is a frame of nothing."""
    if not file.streams.audio:
        return
    packets = file.demux(audio=0)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, EndOfFile):
            return
        except FFmpegError:
            progress.failed = True
            return
        for frame in _decoded(packet, progress):
            if frame.samples and frame.sample_rate:
                progress.end_s = max(progress.end_s, frame.time or 0.0) + frame.samples / frame.sample_rate
                yield frame


def _decoded(packet: "av.Packet[av.AudioStream]", progress: _Progress) -> list[AudioFrame]:
    try:
        return packet.decode()
    except EndOfFile:
        return []
    except FFmpegError:
        progress.failed = True
        return []


def _said_length(file: InputContainer) -> float:
    return ((file.start_time or 0) + (file.duration or 0)) / av.time_base


def _limited(file: InputContainer, progress: _Progress, max_seconds: float) -> Iterator[AudioFrame]:
    seconds = 0.0
    for frame in _frames(file, progress):
        seconds += frame.samples / frame.sample_rate
        if seconds > max_seconds:
            progress.cut = True
            return
        yield frame
