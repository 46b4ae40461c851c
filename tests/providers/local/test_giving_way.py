"""Which of two recordings goes on: told by what each of them waits for, not by a clock."""

import threading

from providers.local.long_recordings import GivingWay

AT_MOST_S = 30


class Long:
    """A recording in pieces: says which of them have been heard."""

    def __init__(self, giving_way: GivingWay, count: int = 3) -> None:
        self.giving_way = giving_way
        self.asked = [threading.Event() for _ in range(count)]
        self.heard = threading.Thread(target=self._hear, daemon=True)

    def _hear(self) -> None:
        for asked in self.asked:
            with self.giving_way.piece_of_long():
                asked.set()


def test_a_long_recording_waits_while_a_short_one_is_heard() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    recording = Long(giving_way)
    with giving_way.short():
        recording.heard.start()
        assert not recording.asked[0].wait(0.05)
    recording.heard.join(AT_MOST_S)
    assert all(asked.is_set() for asked in recording.asked)


def test_short_ones_do_not_wait_for_each_other_and_the_long_one_for_all_of_them() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    recording = Long(giving_way)
    with giving_way.short():
        with giving_way.short():
            recording.heard.start()
        assert not recording.asked[0].wait(0.05)
    recording.heard.join(AT_MOST_S)
    assert recording.asked[-1].is_set()


def test_a_long_recording_does_not_wait_for_ever() -> None:
    giving_way = GivingWay(longest_wait_s=0.01)
    recording = Long(giving_way)
    with giving_way.short():
        recording.heard.start()
        recording.heard.join(AT_MOST_S)
        assert recording.asked[-1].is_set()


def test_a_short_recording_that_fails_stands_in_nobodys_way() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    try:
        with giving_way.short():
            raise RuntimeError
    except RuntimeError:
        recording = Long(giving_way)
        recording.heard.start()
    recording.heard.join(AT_MOST_S / 2)
    assert recording.asked[-1].is_set()


def test_of_long_recordings_one_piece_is_heard_at_a_time() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    recording = Long(giving_way)
    with giving_way.piece_of_long():
        recording.heard.start()
        assert not recording.asked[0].wait(0.05)
    recording.heard.join(AT_MOST_S)
    assert recording.asked[-1].is_set()
