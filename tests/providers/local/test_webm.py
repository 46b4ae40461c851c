"""A recording as MediaRecorder writes it, without a length, gets one that is right, and stays the same sound."""

import io

import av
import pytest

from providers.webm import survey, with_duration
from tests.providers.audio import hours_in_a_small_file
from tests.providers.local.test_damaged_recordings import encoded, tone


def recorded(seconds: float) -> bytes:
    return encoded(tone(seconds=seconds), "webm", "libopus", live="1")


def packets(audio: bytes) -> list[tuple[int | None, bytes]]:
    with av.open(io.BytesIO(audio), "r") as file:
        return [(packet.pts, bytes(packet)) for packet in file.demux(audio=0)]


def length(audio: bytes) -> float | None:
    with av.open(io.BytesIO(audio), "r") as file:
        return None if file.duration is None else file.duration / av.time_base


@pytest.mark.parametrize("seconds", [0.5, 3.0, 20.0])
def test_a_stream_without_a_length_gets_the_right_one(seconds: float) -> None:
    recording = recorded(seconds)
    assert length(recording) is None
    served = with_duration(recording)
    assert length(served) == pytest.approx(seconds, abs=0.05)
    assert packets(served) == packets(recording)
    assert len(served) - len(recording) <= 18
    assert with_duration(served) == served


def test_what_breaks_off_gets_the_length_of_what_is_there() -> None:
    recording = recorded(4.0)
    broken = recording[: len(recording) // 2]
    assert not survey(broken).whole
    assert length(with_duration(broken)) == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize(
    "audio",
    [
        encoded(tone(), "webm", "libopus"),
        encoded(tone(), "ogg", "libopus"),
        b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3" + b"broken webm" * 100,
        b"\x1a\x45\xdf\xa3" + bytes(4_000),
        b"",
    ],
    ids=["has a length", "ogg", "only its name", "broken", "zeros", "nothing"],
)
def test_what_has_a_length_or_can_have_none_is_left_as_it_is(audio: bytes) -> None:
    assert with_duration(audio) == audio


def test_the_walk_through_a_file_has_an_end() -> None:
    endless = hours_in_a_small_file(2)
    assert with_duration(endless) == endless
