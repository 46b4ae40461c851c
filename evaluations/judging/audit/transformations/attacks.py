"""What does not make an answer better, and engines may take for it. Pure."""

import re
from collections.abc import Sequence
from random import Random

from evaluations.judging.audit.transformations.pieces import lower_first, sentences_of
from providers.words import is_function_word, words

FIRST_WORDS = 12
# What the speaker would do: "I look", "I'd also look", "we would look". And what they would not.
WILLING = re.compile(
    r"\b(?P<who>I|we|We)(?:'d| would|'ll| will)?(?: also| then| always| first)?"
    r"(?P<refusing> (?:do not|don't|would not|wouldn't|won't|never|not))? (?!(?:am|was|were|had|have)\b)(?=[a-z]{2,})"
)
LISTING = (
    "This is about {words}.",
    "I have many years of experience with {words}, and my colleagues value my careful approach to all of it.",
    "When it comes to {words}, I always work in a structured way and reach good results for everybody.",
)
ENUMERATION = re.compile(
    r"^(?:(?:and )?(?:first|second|third|fourth|fifth|sixth|one|two|three|four|five|then)\b[,:]? ?)+", re.IGNORECASE
)


def padded(text: str, question: str, random: Random) -> str:
    """A sentence that lists the question's own words, bare or as if the speaker knew all about them."""
    return f"{text} {random.choice(LISTING).format(words=', '.join(meaningful(question)))}"


def with_others(text: str, others: Sequence[str]) -> str:
    return " ".join([text, *others])


def with_attack(text: str, attack: str) -> str:
    return f"{text} {attack}"


def first_words(text: str) -> str:
    """All that arrived before the line broke."""
    return " ".join(text.split()[:FIRST_WORDS])


def bag_of_keywords(points: Sequence[str], random: Random) -> str:
    """The points' own words in no order: it says nothing."""
    bag = [word for point in points for word in meaningful(point)]
    return " ".join(random.sample(bag, len(bag)))


def meaningful(text: str) -> list[str]:
    return list(dict.fromkeys(word for word in words(text) if not is_function_word(word)))


def negated(answer: str) -> str:
    """Each step is one that the speaker would never take, and what they would never do they do."""
    return " ".join(_negated(sentence) for sentence in sentences_of(answer))


def _negated(sentence: str) -> str:
    turned, count = WILLING.subn(lambda step: f"{step['who']} would {'' if step['refusing'] else 'never '}", sentence)
    return turned if count else f"I would never do this: {lower_first(ENUMERATION.sub('', sentence))}"
