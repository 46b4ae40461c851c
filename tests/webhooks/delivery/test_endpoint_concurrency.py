"""Who may send how much at once: properties of pure bookkeeping."""

from hypothesis import given
from hypothesis import strategies as st

from webhooks.delivery.bell import Bell
from webhooks.delivery.endpoint_concurrency import FAIR, FIRST, SLOTS, Lanes

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


def fill(lanes: Lanes, endpoint_id: str) -> int:
    """How many it has under way when it has all that it may have."""
    for _ in range(lanes.rooms().get(endpoint_id, lanes.room_for_new)):
        lanes.enter(endpoint_id)
    return lanes.under_way[endpoint_id]


def answer(lanes: Lanes, endpoint_id: str, milliseconds: int) -> None:
    for _ in range(lanes.under_way[endpoint_id]):
        lanes.leave(endpoint_id, milliseconds)


def test_one_that_answers_as_quickly_as_ever_gets_more_up_to_half_and_others_still_their_share() -> None:
    lanes = Lanes()
    had = []
    for _ in range(12):
        had.append(fill(lanes, "quick"))
        answer(lanes, "quick", 50)
    assert had[0] == FIRST
    assert had == sorted(had)
    assert had[-1] == SLOTS // 2
    fill(lanes, "quick")
    for _ in range(12):
        fill(lanes, "other")
        answer(lanes, "other", 50)
    assert fill(lanes, "other") == FAIR


def test_one_that_becomes_slower_gets_less() -> None:
    lanes = Lanes()
    for _ in range(6):
        fill(lanes, "slower")
        answer(lanes, "slower", 5)
    before = fill(lanes, "slower")
    answer(lanes, "slower", 60)
    after = fill(lanes, "slower")
    assert FIRST <= after < before / 2


def test_a_slow_first_answer_excuses_no_other() -> None:
    lanes = Lanes()
    lanes.enter("cold")
    answer(lanes, "cold", 500)
    for _ in range(6):
        fill(lanes, "cold")
        answer(lanes, "cold", 5)
    before = fill(lanes, "cold")
    answer(lanes, "cold", 100)
    assert fill(lanes, "cold") < before / 2


def test_one_whose_answers_take_now_this_long_now_that_long_is_not_held_back_for_ever() -> None:
    lanes = Lanes()
    for round_number in range(200):
        for number in range(fill(lanes, "unsteady")):
            lanes.leave("unsteady", 50 + 37 * ((round_number + 7 * number) % 10))
    assert fill(lanes, "unsteady") > 5 * FIRST


def test_one_that_is_asked_little_gets_no_more_for_it() -> None:
    lanes = Lanes()
    for _ in range(100):
        lanes.enter("rare")
        answer(lanes, "rare", 5)
    assert lanes.rooms()["rare"] <= 2 * FIRST


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
    assert lanes.rooms()["slow"] == FIRST


def test_all_that_hang_together_have_half() -> None:
    lanes = Lanes(hanging={f"hanging {number}" for number in range(2 * SLOTS)})
    for endpoint_id in sorted(lanes.hanging):
        if lanes.rooms()[endpoint_id]:
            lanes.enter(endpoint_id)
    assert lanes.under_way.total() == SLOTS // 2
    assert lanes.room_for_new == FIRST


def take_all(lanes: Lanes, organization_id: str, endpoints: int) -> int:
    """How many an organization has under way whose endpoints use every room that there is."""
    for number in range(endpoints):
        rooms, endpoint_id = lanes.organization_rooms(), f"{organization_id} {number}"
        free = min(lanes.rooms().get(endpoint_id, lanes.room_for_new), rooms.known.get(organization_id, rooms.other))
        for _ in range(free):
            lanes.enter(endpoint_id, organization_id)
    return lanes.of_organization[organization_id]


def test_an_organization_with_many_endpoints_leaves_half_and_the_others_their_share() -> None:
    lanes = Lanes()
    assert take_all(lanes, "many", SLOTS) == SLOTS // 2
    assert [take_all(lanes, f"other {number}", SLOTS) for number in range(3)] == [FAIR, FAIR, FAIR]
    assert lanes.organization_rooms().other == FAIR
    lanes.leave("many 0", organization_id="many")
    assert lanes.organization_rooms().known["many"] == 0, "beyond half of the slots it has its share"


def test_an_organization_of_which_nothing_is_under_way_is_as_good_as_new() -> None:
    lanes = Lanes()
    lanes.enter("one", "gone")
    lanes.leave("one", organization_id="gone")
    assert lanes.organization_rooms() == ({}, SLOTS // 2)


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
