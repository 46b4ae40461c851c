"""Answers are cut into marked parts without losing or changing a character."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evaluations.staff.highlighting import Part, highlight

TEXT = "I read the plan and measure again."


def quote(text: str, start: int, end: int, turn: int = 1) -> dict[str, Any]:
    return {"turn": turn, "start": start, "end": end, "quote": text[start:end]}


def test_a_quote_in_the_middle_is_marked() -> None:
    assert highlight(TEXT, 1, [quote(TEXT, 2, 15)]) == [
        Part("I ", ""),
        Part("read the plan", "evidence"),
        Part(" and measure again.", ""),
    ]


def test_quotes_that_overlap_become_one_mark() -> None:
    assert highlight(TEXT, 1, [quote(TEXT, 0, 10), quote(TEXT, 6, 15)])[0] == Part("I read the plan", "evidence")


def test_a_flag_is_seen_above_evidence() -> None:
    parts = highlight(TEXT, 1, [quote(TEXT, 0, 15)], [quote(TEXT, 6, 10)])
    assert [part.mark for part in parts] == ["evidence", "flag", "evidence", ""]


def test_quotes_of_other_turns_and_quotes_that_no_longer_stand_there_are_left_out() -> None:
    stale = {"turn": 1, "start": 0, "end": 4, "quote": "Once"}
    assert highlight(TEXT, 1, [quote(TEXT, 0, 5, turn=2), stale]) == [Part(TEXT, "")]


def test_no_words_have_no_parts() -> None:
    assert highlight("", 1, []) == []


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_the_parts_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [quote(text, *sorted(span)) for span in spans]
    parts = highlight(text, 1, quotes[::2], quotes[1::2])
    assert "".join(part.text for part in parts) == text
    assert all(a.mark != b.mark for a, b in pairwise(parts))
