"""Recordings as browsers make them, and as they should not be."""

import io
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from providers.wav import wav

RATE = 16_000


def as_wav(samples: NDArray[np.float64], rate: int = RATE) -> bytes:
    return wav(np.clip(samples, -32768, 32767).astype("<i2").tobytes(), rate)


def silence(seconds: float) -> bytes:
    return as_wav(np.zeros(int(RATE * seconds)))


def noise(seconds: float, loudness: float) -> bytes:
    return as_wav(np.random.default_rng(1).normal(0, loudness, int(RATE * seconds)))


def reencoded(audio: bytes, container: str, codec: str) -> bytes:
    """The same sound as a browser's MediaRecorder would hand it over, e.g. webm/libopus or mp4/aac."""
    target = io.BytesIO()
    with av.open(io.BytesIO(audio), "r") as source, av.open(target, "w", format=container) as file:
        stream = file.add_stream(codec, rate=48_000)
        assert isinstance(stream, av.AudioStream)
        for frame in source.decode(audio=0):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return target.getvalue()


def hours_in_a_small_file(hours: int) -> bytes:
    """Opus packs silence so well that hours fit below any limit of size: one packet of 60 ms, again and again."""
    target = io.BytesIO()
    with av.open(target, "w", format="webm") as file:
        stream = file.add_stream("libopus", rate=8_000, options={"b": "6000", "frame_duration": "60"})
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8_000), dtype=np.int16), format="s16", layout="mono")
        frame.sample_rate = 8_000
        silent = bytes(stream.encode(frame)[-1])
        for number in range(hours * 3600 * 1000 // 60):
            packet = av.Packet(silent)
            packet.stream, packet.time_base = stream, Fraction(1, 1000)
            packet.pts = packet.dts = number * 60
            file.mux(packet)
    return target.getvalue()
