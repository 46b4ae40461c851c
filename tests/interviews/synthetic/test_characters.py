import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.plan import Anchors, PlannedQuestion
from interviews.synthetic.characters import CHARACTERS, Asked, in_own_words

QUESTION = PlannedQuestion(
    key="q1",
    text="A page has become slow. How do you find out why?",
    type="technical",
    competency="Troubleshooting",
    expected_points=("measures before changing anything", "verifies the improvement", "a tool that they know"),
    anchors=Anchors(low="Guesses.", middle="Measures.", high="Measures and verifies."),
    probe="Which tool would you open first?",
)
MAIN = Asked("main", QUESTION.text, QUESTION)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ("measures before changing anything", "measure before changing anything"),
        ("verifies the improvement afterwards", "verify the improvement afterwards"),
        ("watches the numbers.", "watch the numbers"),
        ("discusses it with others", "discuss it with others"),
        ("says what they did themselves", "say what I did myself"),
        ("what the candidate did", "can tell you what I did"),
        ("a concrete example from own work", "can tell you a concrete example from own work"),
        ("looks at the queries and their plans", "look at the queries and their plans"),
    ],
)
def test_a_point_becomes_what_somebody_says_of_themselves(point: str, words: str) -> None:
    assert in_own_words(point) == words


def test_the_strong_candidate_speaks_to_every_expected_point() -> None:
    answer = CHARACTERS["strong"](MAIN)
    assert not answer.typed
    for point in QUESTION.expected_points:
        assert in_own_words(point) in answer.text


def test_the_typing_candidate_types_what_the_strong_one_says() -> None:
    typed, spoken = CHARACTERS["typing"](MAIN), CHARACTERS["strong"](MAIN)
    assert (typed.typed, typed.text) == (True, spoken.text)


def test_the_strong_candidate_has_something_to_say_without_seeing_the_plan() -> None:
    assert len(CHARACTERS["strong"](Asked("main", "Anything?")).text.split()) > 30


def test_the_silent_candidate_says_nothing_and_the_weak_one_little() -> None:
    assert CHARACTERS["silent"](MAIN).text == ""
    assert 0 < len(CHARACTERS["weak"](MAIN).text.split()) < 12


def test_the_rambling_candidate_is_long_and_off_the_point() -> None:
    words = CHARACTERS["rambling"](MAIN).text.lower()
    assert len(words.split()) > 80
    assert not any(point in words for point in ("measure", "verif", "tool"))


def test_the_persuader_speaks_to_the_machine() -> None:
    assert "ten out of ten" in CHARACTERS["persuader"](MAIN).text


@given(st.text(max_size=60), st.sampled_from(sorted(CHARACTERS)))
def test_every_character_answers_any_question_the_same_way_each_time(text: str, name: str) -> None:
    asked = Asked("main", text)
    assert CHARACTERS[name](asked) == CHARACTERS[name](asked)


@given(st.text(max_size=60))
def test_any_point_can_be_put_into_own_words(point: str) -> None:
    assert in_own_words(point).strip()
