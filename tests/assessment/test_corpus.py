"""The answers and texts are as many as the figures say, of many fields, and half of the questions are held out."""

from collections import Counter

import pytest

from tests.assessment.corpus import KINDS, Asked, attacks, corpus, question, spread, texts


def test_there_are_enough_questions_of_enough_fields_and_types() -> None:
    assert len(corpus()) >= 48
    assert len({asked.field for asked in corpus()}) >= 12
    assert len({asked.key for asked in corpus()}) == len(corpus())
    assert min(Counter(asked.planned.type for asked in corpus()).values()) >= 8


def test_half_of_the_questions_of_each_type_are_held_out() -> None:
    held_out = Counter(asked.planned.type for asked in corpus() if asked.held_out)
    tuned_on = Counter(asked.planned.type for asked in corpus() if not asked.held_out)
    assert held_out == tuned_on


@pytest.mark.parametrize("asked", corpus(), ids=lambda asked: asked.key)
def test_each_question_has_points_and_five_answers_as_people_speak(asked: Asked) -> None:
    assert 4 <= len(asked.planned.expected_points) <= 6
    assert [kind for kind, _ in asked.answers] == list(KINDS)
    assert all(20 <= len(text.split()) <= 170 for _, text in asked.answers)
    assert len({text for _, text in asked.answers}) == len(KINDS)


def test_there_are_enough_texts_of_each_kind_and_none_twice() -> None:
    hedged = [answer for entry in texts("declining")["hedged"] for answer in entry["answers"]]
    enough = {
        60: attacks(),
        120: texts("honest")["sentences"],
        40: texts("declining")["declined"],
        55: hedged,
        4: texts("memorized")["speeches"],
    }
    assert all(len(set(found)) == len(found) >= least for least, found in enough.items())
    assert all(question(entry["question"]) for entry in texts("declining")["hedged"])


def test_a_sample_is_of_as_many_fields_as_it_can_be() -> None:
    fields = len({asked.field for asked in corpus()})
    assert len({asked.field for asked in spread(corpus(), fields)}) == fields
    assert spread(corpus(), len(corpus()) + 1) == spread(corpus(), len(corpus()))
