"""A long recording in pieces, so that it takes no more memory at once than a short one. Pure."""

from collections.abc import Iterator

import numpy as np

from providers.local.downmix import SAMPLE_RATE, Samples

LONG_S = 60  # A page cuts what somebody says without a pause after 15 s.
PIECE_S, SEARCHED_S = 28, 8  # What fits into one window of Whisper; the end of it in which a quiet place is looked for.
QUIET_S = 0.1


def is_long(samples: Samples) -> bool:
    return len(samples) > LONG_S * SAMPLE_RATE


def pieces(samples: Samples) -> Iterator[Samples]:
    """All of it, in order; each but the last one ends where it is quietest."""
    while len(samples) > PIECE_S * SAMPLE_RATE:
        end = (PIECE_S - SEARCHED_S) * SAMPLE_RATE
        end += quietest(samples[end : PIECE_S * SAMPLE_RATE])
        yield samples[:end]
        samples = samples[end:]
    yield samples


def quietest(samples: Samples) -> int:
    """The middle of the quietest tenth of a second."""
    length = round(QUIET_S * SAMPLE_RATE)
    blocks = samples[: len(samples) // length * length].reshape(-1, length)
    return int(np.argmin((blocks**2).sum(axis=1))) * length + length // 2
