"""What an answer must be before coverage may judge it, and what in it does not count. Pure.

A guard never lowers a score: what is too little gives no score, and a sentence that is no answer is left out.
The one exception is a bag of keywords, whose score is capped.
"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from providers.addressing import is_addressed
from providers.words import Span, function_word_share, is_function_word, sentences, stem, stems, words

MIN_WORDS = 8
MIN_MEANING = 4
MIN_KNOWN_SHARE = 0.6
# Of function words, in what is no whole sentences. Spoken lists have some ("lock it off"), a bag of keywords none.
LIST_SHARE, BAG_SHARE = 0.2, 0.04
LIST_MIN_WORDS = 12
# An item of several words that says which one it is: "first, lock it off". A list with such items tells steps.
# A line break begins an item and is no space before one, so that many of them are read once each.
STEP = re.compile(
    r"(?:^|[,.;:\n])[^\S\n]*(?:and |then )?"
    r"(?:first|second|third|fourth|fifth|next|then|finally|one|two|three|four|five)\b,?"
    r" (?!then\b)[a-z']+ [a-z']+",
    re.IGNORECASE,
)
LEAST_STEPS = 2
ECHO_SHARE = 0.8
# Of the question's words named one after the other, in a sentence that says little else.
LISTED_AT_LEAST, LISTED_SHARE = 4, 0.3


def without_instructions(answer: str) -> list[Span]:
    return [span for span in sentences(answer) if not is_addressed(span.text)]


def without_echo(spans: Sequence[Span], question: str) -> list[Span]:
    """Without the sentences that only repeat the question, or list its words."""
    asked = stems(question)
    return [span for span in spans if not _repeats(span.text, asked)]


def is_gibberish(text: str, is_known_word: Callable[[str], bool]) -> bool:
    """Most words are none. Function words alone say nothing for a text, but other languages have none of ours."""
    letters = [word.split("'")[0] for word in words(text) if not word.isdecimal()]
    known = sum(is_function_word(word) or (len(word) > 1 and is_known_word(word)) for word in letters)
    return bool(letters) and known / len(letters) < MIN_KNOWN_SHARE


def is_too_little(text: str) -> bool:
    return len(words(text)) < MIN_WORDS or len(stems(text)) < MIN_MEANING


class Form(StrEnum):
    """How an answer is said."""

    SENTENCES = "sentences"
    LIST = "list"
    BAG = "bag"


def form(text: str) -> Form:
    """A list of steps answers like sentences; of one without words between it cannot be told, of a bare bag it can."""
    share = function_word_share(text)
    if len(words(text)) < LIST_MIN_WORDS or share >= LIST_SHARE or len(STEP.findall(text)) >= LEAST_STEPS:
        return Form.SENTENCES
    return Form.BAG if share < BAG_SHARE else Form.LIST


def _repeats(text: str, asked: set[str]) -> bool:
    said = stems(text)
    share = len(said & asked) / max(1, len(said))
    return share >= ECHO_SHARE or (share >= LISTED_SHARE and _listed(text, asked) >= LISTED_AT_LEAST)


def _listed(text: str, asked: set[str]) -> int:
    """How many different words of the question follow each other, with none of the speaker's own between them."""
    most, run = 0, set[str]()
    for word in (stem(word) for word in words(text) if not is_function_word(word)):
        if word in asked:
            run.add(word)
        else:
            run.clear()
        most = max(most, len(run))
    return most
