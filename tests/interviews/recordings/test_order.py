"""Pieces of one answer from several pages: in the order in which they were said, in whatever order they come."""

import asyncio
import itertools
import random

import pytest
from django.db import connection

from interviews.models import Segment, Turn
from interviews.recordings import ordering
from interviews.recordings.pieces import Piece
from interviews.recordings.storing import most_segments
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite
from tests.interviews.page import Page

PAGES = ("laptop", "phone", "laptop-again")
# The phone began when one piece of the laptop's was stored; who came back to the laptop, when two were.
SAID = (("laptop", 0), ("laptop", 1), ("laptop", 2), ("phone", 1), ("phone", 2), ("laptop-again", 2))
IN_ORDER = [f"{page} {number}." for page, number in SAID]


def arranged(stored: list[Segment], piece: Piece) -> list[Segment]:
    """As storing does it, without a database."""
    place = ordering.place(stored, piece, PAGES)
    for segment in place.moving:
        segment.moved_from = segment.number
        segment.sequence += 1
    moved_from = piece.number if place.sequence != piece.number else None
    added = Segment(sequence=place.sequence, moved_from=moved_from, page=piece.page)
    return sorted([*stored, added], key=lambda segment: segment.sequence)


@pytest.mark.parametrize("first", range(len(SAID)))
def test_every_interleaving_ends_in_the_order_in_which_it_was_said(first: int) -> None:
    rest = [*SAID[:first], *SAID[first + 1 :]]
    for coming in itertools.permutations(rest):
        stored: list[Segment] = []
        for page, number in (SAID[first], *coming):
            stored = arranged(stored, Piece(number, b"", "audio/wav", 0, page))
        assert [(segment.page, segment.number) for segment in stored] == list(SAID)
        places = [segment.sequence for segment in stored]
        assert places == sorted(set(places))


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """In the first question; three pages have held the interview since."""
    page = invite(acme)
    page.practise()
    for name in PAGES:
        page.connection_id = name
        page.send("hello")
    return page


def send(page: Page, name: str, number: int) -> str:
    return str(page.segment(f"{name} {number}.", number, connection_id=name)["type"])


def answer_of(page: Page, turn_id: str) -> str:
    page.send("answer.end", turn_id=turn_id, segments=0, reason="candidate")
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id).transcript


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_reads_as_it_was_said_whatever_came_first(page: Page, seed: int) -> None:
    turn_id = page.turn["id"]
    coming = random.Random(seed).sample(SAID, len(SAID))  # noqa: S311  # Only an order.
    for name, number in (*coming, *coming):  # Each once more, as after a lost answer.
        assert send(page, name, number) == "stored"
    page.refresh()
    assert [caption["text"] for caption in page.turn["captions"]] == IN_ORDER
    assert answer_of(page, turn_id) == " ".join(IN_ORDER)


def test_pages_that_send_at_once_are_all_kept_and_in_order(page: Page) -> None:
    turn_id = page.turn["id"]

    def one(piece: tuple[str, int]) -> str:
        try:
            return send(page, *piece)
        finally:
            connection.close()  # Django's test client leaves it to the thread, and the thread ends here.

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(one, piece) for piece in (*SAID[::-1], *SAID)))

    assert asyncio.run(all_at_once()) == ["stored"] * 2 * len(SAID)
    assert answer_of(page, turn_id) == " ".join(IN_ORDER)


def test_a_piece_for_which_there_is_no_room_left_moves_none_of_the_others(page: Page) -> None:
    turn_id = page.turn["id"]
    last = most_segments() - 1
    assert send(page, "phone", last - 1) == send(page, "phone", last) == "stored"
    assert page.segment("laptop one.", last, connection_id="laptop")["type"] == "stored"  # Before them: there is room.
    with organization_schema(page.organization):
        Segment.objects.filter(turn_id=turn_id, page="laptop").update(sequence=last - 2)
    refused = page.segment("laptop two.", last, connection_id="laptop")
    assert (refused["code"], refused["final"]) == ("too_large", True)
    with organization_schema(page.organization):
        places = list(Segment.objects.filter(turn_id=turn_id).values_list("sequence", flat=True))
    assert places == [last - 2, last - 1, last]


def test_a_piece_of_a_page_that_is_not_known_any_more_stands_before_the_others(page: Page) -> None:
    turn_id = page.turn["id"]
    for name, number in (("phone", 0), ("forgotten", 0), ("laptop", 0)):
        assert send(page, name, number) == "stored"
    assert answer_of(page, turn_id) == "forgotten 0. laptop 0. phone 0."
