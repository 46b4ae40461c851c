"""Quotes are found in the candidate's own words, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.judging import evidence
from evaluations.judging.evidence import Quote

ANSWER = "I first read the query plan, then I added an index — and measured again."


def located(quote: str, text: str) -> str | None:
    found = evidence.locate(quote, text)
    return None if found is None else text[found[0] : found[1]]


def test_a_verbatim_quote_is_found_with_its_place() -> None:
    checked = evidence.check([(3, "added an index")], {3: ANSWER})
    start = ANSWER.index("added")
    assert checked.quotes == (Quote(3, start, start + 14, "added an index"),)
    assert checked.refused == 0


def test_a_quote_that_the_candidate_never_said_is_refused() -> None:
    checked = evidence.check([(3, "I led a team of forty engineers")], {3: ANSWER})
    assert checked.quotes == ()
    assert checked.refused == 1


def test_a_quote_from_another_turn_is_refused() -> None:
    checked = evidence.check([(3, "added an index")], {3: "Something else entirely.", 4: ANSWER})
    assert checked.refused == 1


def test_a_turn_that_does_not_exist_is_refused() -> None:
    assert evidence.check([(99, "added an index")], {3: ANSWER}).refused == 1


def test_the_interviewers_own_words_are_no_evidence() -> None:
    question = "How would you find out why a page is slow?"
    assert evidence.check([(3, question)], {3: ANSWER}).refused == 1


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("ADDED  an\n index", ANSWER, "added an index"),
        ("an index - and measured again", ANSWER, "an index — and measured again"),
        ('"added an index"', ANSWER, "added an index"),
        ("… added an index …", ANSWER, "added an index"),
        ("I don't guess, I measure", "So I don’t guess, I measure.", "I don’t guess, I measure"),
        ("read the plan", "I re\u00adad the\u200b plan\u2060 first", "re\u00adad the\u200b plan"),
        ("the café menu", "Built the cafe\u0301 menu twice", "the cafe\u0301 menu"),
        ("STRASSE und weg", "Die Straße und Weg bauen", "Straße und Weg"),
        ("(or should be) idempotent", "Tasks are (or should be) idempotent.", "or should be) idempotent"),
        ("אני בודק את התוכנית", "קודם אני בודק את התוכנית ואז", "אני בודק את התוכנית"),
        ("我先看执行计划然后", "嗯我先看执行计划然后加索引", "我先看执行计划然后"),
        ("deploys 🚀 on fridays", "We did deploys 🚀 on Fridays", "deploys 🚀 on Fridays"),
    ],
)
def test_what_is_only_written_differently_is_found(quote: str, text: str, found: str) -> None:
    assert located(quote, text) == found


@pytest.mark.parametrize("quote", ["I", "the", "", "   ", "...", "\u200b", "read", "query p"])
def test_a_quote_that_shows_nothing_is_refused(quote: str) -> None:
    assert located(quote, ANSWER) is None


def test_a_short_answer_may_be_quoted_whole() -> None:
    assert located("redis", "Redis.") == "Redis"
    assert located("Redis", "Redis, because it is fast") is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("so that 5 seconds are left", "so that 1.5 seconds are left"),
        ("we lost about 1", "we lost about 1.5 percent"),
        ("000 rows a second", "We wrote 10,000 rows a second."),
        ("we wrote about 10", "we wrote about 10,000 rows"),
        ("I think that I can", "I think that I can't do it"),
        ("3 degrees in the fridge", "-3 degrees in the fridge"),
        ("3 degrees in the fridge", "it was −3 degrees in the fridge"),
        ("we raised it by 3.5", "we raised it by 3.5% in a year"),
        ("we stayed on v2", "we stayed on v2.1 for long"),
        ("I wrote it all in C", "I wrote it all in C++ back then"),
        ("I wrote it all in C", "I wrote it all in C# back then"),
        ("compliant with the rules", "It was non-compliant with the rules."),
        ("it was done by a well", "it was done by a well-known firm"),
        ("my day ends at 5", "my day ends at 5:30 in winter"),
        ("we were open 24", "we were open 24/7 all year"),
    ],
)
def test_a_token_that_means_something_is_not_cut(quote: str, text: str) -> None:
    assert located(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("check the pulse again", "I never check the pulse again."),
        ("check the pulse again", "I do not check the pulse again."),
        ("check the pulse again", "I don't check the pulse again."),
        ("always check the pulse", "I do not always check the pulse."),
        ("I check the pulse", "It isn't true that I check the pulse."),
        ("washing my hands", "I work without washing my hands."),
        ("gloves for the wound", "I use no gloves for the wound."),
        ("ever read the logs", "I hardly ever read the logs."),
        ("I would check", "I would check never."),
        ("I would check the", "I would not, I would check the never ending list"),
        ("think I would do", "I think I would do nothing at all."),
        ("I would really", "I would really not do that"),
        ("check the pulse", "We can not check the pulse."),
    ],
)
def test_what_turns_a_quote_round_is_not_left_out(quote: str, text: str) -> None:
    assert located(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("I never check the pulse", "No, I never check the pulse.", "I never check the pulse"),
        ("I would check the pulse", "No, I would check the pulse.", "I would check the pulse"),
        ("I would check the pulse", "no I would check the pulse", "I would check the pulse"),
        ("I look at the plan", "I look at the plan, not at my gut feeling.", "I look at the plan"),
        ("I read the plan", "I don't guess I read the plan", "I read the plan"),
        ("I check the pulse", "I never check the pulse twice. I check the pulse.", "I check the pulse"),
    ],
)
def test_a_negation_of_something_else_refuses_nothing(quote: str, text: str, found: str) -> None:
    assert located(quote, text) == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("first the plan then the index", "First the plan, then: the index!"),
        ("first, the plan, then the index", "First the plan then the index."),
        ("a follow-up with the team", "a follow up with the team"),
        ("a follow up with the team", "a follow-up with the team"),
        ("a followup with the team", "a follow-up with the team"),
        ("wrote e-mails to everybody", "wrote emails to everybody"),
        ("I dont guess. I measure", "I don’t guess, I measure"),
        ("the index — and then", "the index and then"),
        ("10000 rows each", "10,000 rows each"),
        ("it is 3.5 % of all", "it is 3.5 % of all"),
        ("Aㅤ query plan", "a queryㅤ plan"),
        ("read  the plan…", "Read the plan."),
    ],
)
def test_marks_between_words_make_no_difference(quote: str, text: str) -> None:
    assert located(quote, text) is not None


def test_part_of_a_word_is_no_quote() -> None:
    assert located("catenation of", "String concatenation of rows") is None
    assert located("concatenatio", "String concatenation of rows") is None


def test_a_later_whole_word_is_found_behind_an_earlier_part() -> None:
    text = "reindexing tables, then indexing tables"
    assert evidence.locate("indexing tables", text) == (24, 39)


def test_two_quotes_of_the_same_words_are_one() -> None:
    checked = evidence.check([(1, "added an index"), (1, "Added an INDEX")], {1: ANSWER})
    assert len(checked.quotes) == 1


def test_a_skipped_middle_is_refused() -> None:
    assert located("I first read ... measured again", ANSWER) is None


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_offsets_always_point_at_the_quote_in_the_original(text: str, a: int, b: int) -> None:
    start, end = sorted((a, b))
    for quote in evidence.check([(1, text[start:end])], {1: text}).quotes:
        assert text[quote.start : quote.end] == quote.quote
        assert 0 <= quote.start < quote.end <= len(text)


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), min_size=3, max_size=30), st.data())
def test_any_run_of_at_least_three_of_the_candidates_words_is_found(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 3))
    assert located(" ".join(words[start : start + 3]), " ".join(words)) == " ".join(words[start : start + 3])
