"""How much an engine has to do is known before it begins, and nothing that was said is left out for it."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers import tts
from providers.grouping import groups
from providers.local.coverage import cover
from providers.local.embedding import WORDS_IN_A_RUN, Embedding, runs_of
from providers.words import LONGEST_UNBROKEN_WORDS, sentences, words

POINT = "adds an index on the columns that filter or join"
SENTENCE = "At the very end I would add an index on the columns that filter or join the tables."


@given(st.lists(st.text(min_size=1, max_size=30)), st.integers(1, 20))
def test_neighbours_share_a_group_only_where_there_are_too_many(texts: list[str], most: int) -> None:
    found = groups(texts, most)
    assert list(chain(*found)) == texts
    assert len(found) <= most
    assert len(texts) > most or all(len(group) == 1 for group in found)


@pytest.mark.parametrize("piece", ["a.b.", "I did. ", "We talked to them, and then to others. "])
def test_among_thousands_of_sentences_the_one_that_tells_is_found_and_quoted(embedding: Embedding, piece: str) -> None:
    answer = piece * (10_000 // len(piece)) + SENTENCE
    said = [span.text for span in sentences(answer)]
    covered = cover("How do you make it fast?", [POINT], said, embedding).points[0]
    assert said[covered.best].endswith(SENTENCE)


@given(st.integers(1, 400))
def test_each_word_is_understood_once_and_in_its_place(count: int) -> None:
    runs = runs_of(count)
    kept = [run.start + place for run, places in runs for place in places]
    assert kept == list(range(count))
    assert all(len(run) <= WORDS_IN_A_RUN for run, _ in runs)
    assert len(runs) <= max(1, 2 * count // WORDS_IN_A_RUN)


def test_who_never_pauses_is_heard_to_the_end() -> None:
    answer = "and then I looked at the plan of the query " * 100
    said = sentences(answer)
    assert max(len(words(span.text)) for span in said) <= LONGEST_UNBROKEN_WORDS
    assert [word for span in said for word in words(span.text)] == words(answer)
    assert all(answer[span.start :].startswith(span.text) for span in said)


def test_a_text_is_spoken_in_a_bounded_number_of_files_and_to_its_end() -> None:
    text = "Yes. " * 900 + "Thank you."
    spoken = tts.sentences(text)
    assert len(spoken) <= tts.MOST_FILES
    assert " ".join(spoken) == text
