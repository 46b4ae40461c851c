"""Who may send how much at once: properties of pure bookkeeping."""

from hypothesis import given
from hypothesis import strategies as st

from webhooks.bell import Bell
from webhooks.lanes import FAIR, SLOTS, Lanes

endpoint_ids = st.sampled_from([f"we_{number}" for number in range(30)])


@given(st.lists(st.tuples(endpoint_ids, st.booleans(), st.booleans())))
def test_nobody_gets_more_than_there_is_and_the_hanging_ones_leave_half(
    steps: list[tuple[str, bool, bool]],
) -> None:
    lanes = Lanes()
    for endpoint_id, enters, timed_out in steps:
        if enters and lanes.rooms().get(endpoint_id, lanes.room_for_new) > 0:
            for _ in range(lanes.rooms().get(endpoint_id, lanes.room_for_new)):
                lanes.enter(endpoint_id)
        elif lanes.under_way[endpoint_id]:
            lanes.leave(endpoint_id, timed_out=timed_out)
        assert 0 <= lanes.free <= SLOTS
        assert all(0 <= room <= lanes.free for room in lanes.rooms().values())
        assert 0 <= lanes.room_for_new <= lanes.free


def test_one_alone_may_have_half_and_others_still_their_share() -> None:
    lanes = Lanes()
    for _ in range(lanes.room_for_new):
        lanes.enter("busy")
    assert lanes.under_way["busy"] == SLOTS // 2
    assert lanes.rooms()["busy"] == 0
    assert lanes.room_for_new == FAIR


def test_one_that_timed_out_has_one_until_it_answers() -> None:
    lanes = Lanes()
    lanes.enter("slow")
    lanes.enter("slow")
    lanes.leave("slow", timed_out=True)
    assert lanes.rooms()["slow"] == 0
    lanes.leave("slow", timed_out=True)
    assert lanes.rooms()["slow"] == 1
    lanes.enter("slow")
    lanes.leave("slow")
    assert "slow" not in lanes.rooms()


def test_all_that_hang_together_have_half() -> None:
    lanes = Lanes(hanging={f"hanging {number}" for number in range(2 * SLOTS)})
    for endpoint_id in sorted(lanes.hanging):
        if lanes.rooms()[endpoint_id]:
            lanes.enter(endpoint_id)
    assert lanes.under_way.total() == SLOTS // 2
    assert lanes.room_for_new == FAIR


def test_no_ring_is_lost() -> None:
    bell = Bell()
    woken: list[str] = []

    def wake() -> None:
        woken.append("again")

    assert bell.ring(wake)
    bell.heard()
    assert not bell.ring(lambda: None)
    assert woken == ["again"]
    assert not bell.rest(wake), "it was rung after it was heard"
    bell.heard()
    assert bell.rest(wake)
    assert bell.ring(wake), "nobody is awake any more"


def test_who_has_handed_over_does_not_silence_the_next_one() -> None:
    bell = Bell()
    woken: list[str] = []

    def first() -> None:
        woken.append("first")

    def second() -> None:
        woken.append("second")

    assert bell.ring(first)
    bell.leave(first)
    assert bell.ring(second)
    bell.leave(first)
    assert not bell.ring(first)
    assert woken == ["second"]
