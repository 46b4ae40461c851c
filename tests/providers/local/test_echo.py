"""Sentences that say the question again earn nothing; those that answer it in its words do."""

import pytest

from providers.local.guards import without_echo
from providers.words import sentences

QUESTION = "A customer reports that sometimes two orders are charged twice. How do you find the cause and stop it?"


def left(answer: str) -> list[str]:
    return [span.text for span in without_echo(sentences(answer), QUESTION)]


@pytest.mark.parametrize(
    "said",
    [
        "So a customer reports that orders are charged twice.",
        "I have many years of experience with customers, orders, reports, charged, twice and cause.",
        "When it comes to orders, customers, charged, twice, cause, I always work in a structured way.",
    ],
)
def test_what_repeats_or_lists_the_question_is_left_out(said: str) -> None:
    assert left(f"{said} I read the logs first.") == ["I read the logs first."]


@pytest.mark.parametrize(
    "said",
    [
        "I compare the orders of the customer with the payments that were charged, line by line.",
        "If a key comes twice, the order is not charged again, and we refund the customer.",
    ],
)
def test_an_answer_in_the_words_of_the_question_stays(said: str) -> None:
    assert left(said) == [said]
