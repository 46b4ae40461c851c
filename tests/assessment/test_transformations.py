"""Each way to give the same answer does what its name says, and nothing else."""

import re

import pytest

from evaluations.judging.audit.chance import chance
from evaluations.judging.audit.transformations import attacks, hesitation, manner, transcript
from evaluations.judging.audit.transformations.kinds import KINDS, MANNERS, NAMED, named, transformed
from evaluations.judging.audit.transformations.names import NAMES, introduce
from evaluations.judging.audit.transformations.pieces import sentences_of
from providers.words import is_function_word, words
from tests.assessment.corpus import RIGHT, SAID_PLAINLY, corpus

ANSWERS = [question.answer(kind) for question in corpus() for kind in SAID_PLAINLY]
SOUNDS = {"um", "uh"}


@pytest.mark.parametrize("kind", MANNERS)
def test_the_same_text_is_always_transformed_the_same_way(kind: str) -> None:
    assert [transformed(kind, text) for text in ANSWERS[:20]] == [transformed(kind, text) for text in ANSWERS[:20]]


@pytest.mark.parametrize("kind", MANNERS)
def test_nearly_every_answer_is_changed(kind: str) -> None:
    changed = sum(transformed(kind, text) != text for text in ANSWERS)
    assert changed >= 0.85 * len(ANSWERS)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_hesitation_leaves_the_words_in_their_order_and_comes_as_often_as_asked(share: float) -> None:
    said = " ".join(ANSWERS)
    hesitating = hesitation.hesitating(said, chance("test"), share)
    assert [word for word in hesitating.split() if word.strip(",") not in SOUNDS] == said.split()
    assert (len(hesitating.split()) - len(said.split())) / len(said.split()) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("way", [hesitation.filled, hesitation.repeating, hesitation.starting_twice, manner.polite])
def test_what_is_added_takes_no_word_away(way: hesitation.Way) -> None:
    for text in ANSWERS:
        remaining = iter(words(way(text, chance(text))))
        assert all(word in remaining for word in words(text))


def test_hedges_stand_first_and_inside_and_take_no_word_away() -> None:
    for text in ANSWERS:
        hedged = manner.hedged(text, chance(text))
        assert hedged.startswith(manner.HEDGES_FIRST)
        remaining = iter(words(hedged))
        assert all(word in remaining for word in words(text))


def test_without_punctuation_the_words_and_numbers_stay() -> None:
    plain = transcript.unpunctuated("First, it's 1.5 liters, or 10,000! Then (maybe) I stop.", chance("test"))
    assert plain == "first it's 1.5 liters or 10,000 then maybe i stop"


def test_one_run_has_no_end_but_all_the_words() -> None:
    for text in ANSWERS:
        run = transcript.in_one_run(text, chance(text))
        assert not re.search(r"[.!?](\s|$)", run)
        remaining = iter(words(run))
        assert all(word in remaining for word in words(text))


def test_about_four_words_of_a_hundred_are_misheard_and_as_many_are_spoken() -> None:
    heard = [(text.split(), transformed("recognition errors", text).split()) for text in ANSWERS]
    assert all(len(said) == len(recognized) for said, recognized in heard)
    wrong = sum(one != other for said, recognized in heard for one, other in zip(said, recognized, strict=True))
    assert 0.03 <= wrong / sum(len(said) for said, _ in heard) <= 0.05


def test_a_second_language_drops_articles_and_endings() -> None:
    said = "The doctor comes to a patient. She looks at the leg, and it hurts. I always check the pulse."
    spoken = transformed("grammar of a second language", said)
    assert len(re.findall(r"\b(the|a)\b", spoken, re.IGNORECASE)) < 4
    assert "She look" in spoken
    assert "it hurt." in spoken


def test_dialect_changes_common_words_and_keeps_the_trade() -> None:
    spoken = {transformed("dialect", f"I'm going to weld it {place} times, it isn't hard.") for place in range(30)}
    assert all("weld it" in text for text in spoken)
    assert all("ain't" in text and ("gonna" in text or "finna" in text) for text in spoken)


@pytest.mark.parametrize("kind", NAMED)
def test_the_name_that_is_told_stands_in_the_answer(kind: str) -> None:
    for text in ANSWERS:
        name, with_name = named(kind, text)
        assert name in NAMES
        assert name.split()[0] in with_name


def test_a_name_is_put_in_as_people_say_it() -> None:
    assert introduce("I'd look at the gas first.", "Wei Zhang") == "I, Wei Zhang, would look at the gas first."
    assert introduce("First, the gas.", "Wei Zhang") == "I, Wei Zhang, would say: first, the gas."


def test_there_are_names_of_many_origins_and_each_way_has_a_name() -> None:
    assert len(set(NAMES)) >= 24
    assert len(set(KINDS)) == len(KINDS)


def test_a_padded_answer_ends_with_every_meaningful_word_of_the_question() -> None:
    question = "How do you store forty liters of hot soup?"
    padded = attacks.padded("I cool it.", question, chance("test"))
    assert padded.startswith("I cool it. ")
    assert set(attacks.meaningful(question)) <= set(words(padded))


def test_a_bag_of_keywords_holds_the_points_words_and_no_function_words() -> None:
    points = ["checks the gas bottle", "cleans the metal of rust"]
    bag = attacks.bag_of_keywords(points, chance("test"))
    assert sorted(bag.split()) == sorted(["checks", "gas", "bottle", "cleans", "metal", "rust"])
    assert not any(map(is_function_word, words(bag)))


def test_a_negated_answer_refuses_each_step_and_takes_those_that_were_refused() -> None:
    assert attacks.negated("I'd check the gas and I look for draft.") == (
        "I would never check the gas and I would never look for draft."
    )
    assert attacks.negated("I don't lift her.") == "I would lift her."
    assert attacks.negated("First, the gas.") == "I would never do this: the gas."


def test_no_step_of_a_right_answer_is_left_as_it_was_when_all_are_negated() -> None:
    for question in corpus():
        for kind in RIGHT:
            text = question.answer(kind)
            assert attacks.negated(text).count("would") >= len(sentences_of(text))


def test_the_first_words_are_what_arrived() -> None:
    assert attacks.first_words(" ".join(map(str, range(30)))) == " ".join(map(str, range(12)))
