"""Which of two recordings goes on: told by what each of them waits for, not by a clock."""

import threading
from collections.abc import Iterator

from providers.local.giving_way import GivingWay

AT_MOST_S = 30


class Windows:
    """A long recording's: says when it is asked for one."""

    def __init__(self, giving_way: GivingWay, count: int = 3) -> None:
        self.asked = [threading.Event() for _ in range(count)]
        self.heard = threading.Thread(target=lambda: list(giving_way.between(self)), daemon=True)

    def __iter__(self) -> Iterator[int]:
        for number, asked in enumerate(self.asked):
            asked.set()
            yield number


def test_a_long_recording_waits_while_a_short_one_is_heard() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    windows = Windows(giving_way)
    with giving_way.short():
        windows.heard.start()
        assert not windows.asked[0].wait(0.05)
    windows.heard.join(AT_MOST_S)
    assert all(asked.is_set() for asked in windows.asked)


def test_short_ones_do_not_wait_for_each_other_and_the_long_one_for_all_of_them() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    windows = Windows(giving_way)
    with giving_way.short():
        with giving_way.short():
            windows.heard.start()
        assert not windows.asked[0].wait(0.05)
    windows.heard.join(AT_MOST_S)
    assert windows.asked[-1].is_set()


def test_a_long_recording_does_not_wait_for_ever() -> None:
    giving_way = GivingWay(longest_wait_s=0.01)
    windows = Windows(giving_way)
    with giving_way.short():
        windows.heard.start()
        windows.heard.join(AT_MOST_S)
        assert windows.asked[-1].is_set()


def test_a_short_recording_that_fails_stands_in_nobodys_way() -> None:
    giving_way = GivingWay(longest_wait_s=AT_MOST_S)
    try:
        with giving_way.short():
            raise RuntimeError
    except RuntimeError:
        windows = Windows(giving_way)
        windows.heard.start()
    windows.heard.join(AT_MOST_S / 2)
    assert windows.asked[-1].is_set()
