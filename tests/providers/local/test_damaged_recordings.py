"""A recording that changes, breaks off or is damaged in its middle is heard as far as it can be, and that is said."""

import io
from functools import cache

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from providers.local.decoding import Decoded, decode
from providers.local.downmix import SAMPLE_RATE

LOUDNESS = 0.3 / np.sqrt(2)  # of a tone


def tone(rate: int = 48_000, channels: int = 1, seconds: float = 2.0) -> NDArray[np.float64]:
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)
    return np.tile(wave, (channels, 1))


def encoded(
    samples: NDArray[np.float64],
    container: str,
    codec: str,
    *,
    layout: str = "mono",
    rate: int = 48_000,
    **options: str,
) -> bytes:
    target = io.BytesIO()
    with av.open(target, "w", format=container, options=options) as file:
        stream = file.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        packed = np.ascontiguousarray(samples.T.reshape(1, -1).astype(np.float32))
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
        frame.sample_rate = rate
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        for each in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(each))
        file.mux(stream.encode(None))
    return target.getvalue()


def heard(recording: bytes) -> Decoded:
    return decode(recording, max_seconds=300, provider="test")


def seconds(decoded: Decoded) -> float:
    return len(decoded.samples) / SAMPLE_RATE


def loudness(decoded: Decoded) -> float:
    return float(np.sqrt(np.mean(decoded.samples.astype(np.float64) ** 2)))


@cache
def whole(kind: str) -> bytes:
    match kind:
        case "wav":
            return encoded(tone(), "wav", "pcm_s16le")
        case "webm":
            return encoded(tone(), "webm", "libopus")
        case "live webm":
            return encoded(tone(), "webm", "libopus", live="1")
        case "ogg":
            return encoded(tone(), "ogg", "libopus")
        case "flac":
            return encoded(tone(), "flac", "flac")
        case _:
            return encoded(tone(), "mp4", "aac", movflags="frag_keyframe+empty_moov", frag_duration="250000")


KINDS = ["wav", "webm", "live webm", "ogg", "flac", "mp4"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_recording_is_heard_whole_and_nothing_is_said_to_be_missing(kind: str) -> None:
    decoded = heard(whole(kind))
    assert 1.95 < seconds(decoded) < 2.1
    assert not decoded.damaged


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_cut_off_is_said_to_be_missing_and_the_rest_is_kept(kind: str) -> None:
    recording = whole(kind)
    decoded = heard(recording[: len(recording) * 3 // 5])
    assert 0.6 < seconds(decoded) < 1.5
    assert decoded.damaged


@pytest.mark.parametrize("kind", ["webm", "live webm", "ogg", "mp4"])
def test_what_is_damaged_in_the_middle_is_said_to_be_missing_and_the_rest_is_kept(kind: str) -> None:
    recording, half = whole(kind), len(whole(kind)) // 2
    decoded = heard(recording[:half] + bytes(len(recording) // 5) + recording[half + len(recording) // 5 :])
    assert seconds(decoded) > 0.6
    assert decoded.damaged


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 96_000])
def test_any_sample_rate_is_heard(rate: int) -> None:
    decoded = heard(encoded(tone(rate), "wav", "pcm_s16le", rate=rate))
    assert seconds(decoded) == pytest.approx(2.0, abs=0.02)
    assert loudness(decoded) == pytest.approx(LOUDNESS, rel=0.05)


@pytest.mark.parametrize("codec", ["pcm_u8", "pcm_s24le", "pcm_f32le", "pcm_f64le", "pcm_mulaw"])
def test_any_format_of_samples_is_heard(codec: str) -> None:
    assert loudness(heard(encoded(tone(), "wav", codec))) == pytest.approx(LOUDNESS, rel=0.05)


@pytest.mark.parametrize("container", [("wav", "pcm_s16le"), ("webm", "libopus")], ids=["wav", "webm"])
@pytest.mark.parametrize("channels", [(1, -1), (1, 0), (0, 1), (1, 1), (-1, 1)], ids=str)
def test_two_channels_do_not_silence_each_other(container: tuple[str, str], channels: tuple[int, int]) -> None:
    samples = tone(channels=2) * np.array(channels)[:, None]
    assert loudness(heard(encoded(samples, *container, layout="stereo"))) == pytest.approx(LOUDNESS, rel=0.05)


@pytest.mark.parametrize("speaking", range(6))
def test_one_voice_in_six_channels_is_heard(speaking: int) -> None:
    samples = tone(channels=6) * (np.arange(6) == speaking)[:, None]
    assert loudness(heard(encoded(samples, "wav", "pcm_s16le", layout="5.1"))) == pytest.approx(LOUDNESS, rel=0.05)


def test_more_channels_than_a_room_has_are_heard() -> None:
    recording = encoded(tone(channels=16), "wav", "pcm_s16le", layout="hexadecagonal")
    assert loudness(heard(recording)) == pytest.approx(LOUDNESS, rel=0.05)


def test_a_channel_that_turns_upside_down_in_mid_file_is_heard() -> None:
    samples = tone(channels=2)
    samples[1, samples.shape[1] // 2 :] *= -1
    assert loudness(heard(encoded(samples, "wav", "pcm_s16le", layout="stereo"))) == pytest.approx(LOUDNESS, rel=0.05)


def test_a_rate_and_channels_that_change_in_mid_file_lose_nothing() -> None:
    mono = encoded(tone(), "adts", "aac")
    stereo = encoded(tone(44_100, 2), "adts", "aac", layout="stereo", rate=44_100)
    narrow = encoded(tone(16_000), "adts", "aac", rate=16_000)
    decoded = heard(mono + stereo + narrow + mono)
    assert 8.0 < seconds(decoded) < 8.4
    assert loudness(decoded) == pytest.approx(LOUDNESS, rel=0.05)
    assert not decoded.damaged


def test_samples_that_are_no_numbers_are_silence() -> None:
    samples = tone()
    samples[0, :100] = np.nan
    samples[0, 100:200] = np.inf
    assert np.isfinite(heard(encoded(samples, "wav", "pcm_f32le")).samples).all()


def test_of_a_file_that_changes_no_more_is_decoded_than_was_asked_for() -> None:
    pieces = encoded(tone(), "adts", "aac") + encoded(tone(44_100, 2), "adts", "aac", layout="stereo", rate=44_100)
    decoded = decode(pieces, max_seconds=3, provider="test")
    assert (decoded.cut, decoded.damaged) == (True, False)
    assert 2 < seconds(decoded) <= 3
