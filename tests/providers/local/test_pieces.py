"""Where a long recording is cut before it is listened to."""

import numpy as np
import pytest

from providers.local.downmix import SAMPLE_RATE, Samples
from providers.local.long_recordings import LONG_S, SEARCHED_S, WINDOW_S, is_long, pieces


def tone(seconds: float) -> Samples:
    return np.sin(np.arange(round(seconds * SAMPLE_RATE)) / 10).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


@pytest.mark.parametrize("seconds", [0, 1, WINDOW_S, WINDOW_S + 0.001, LONG_S, 295.123])
def test_pieces_are_all_of_a_recording_and_none_is_too_long(seconds: float) -> None:
    samples = tone(seconds)
    found = list(pieces(samples))
    assert np.array_equal(np.concatenate(found), samples)
    assert max(len(piece) for piece in found) <= WINDOW_S * SAMPLE_RATE
    assert all(len(piece) >= (WINDOW_S - SEARCHED_S) * SAMPLE_RATE for piece in found[:-1])


@pytest.mark.parametrize("pause_at", [21.0, 24.3, 27.5])
def test_a_piece_ends_within_a_pause(pause_at: float) -> None:
    first, *_ = pieces(np.concatenate([tone(pause_at), silence(0.3), tone(LONG_S)]))
    assert pause_at < len(first) / SAMPLE_RATE < pause_at + 0.3


def test_what_a_page_sends_is_not_long() -> None:
    assert not is_long(tone(LONG_S))
    assert is_long(tone(LONG_S + 1))
