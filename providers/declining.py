"""Whether somebody declines to answer: says that they do not know, or passes. Pure."""

import re

from providers.words import words

NOT_KNOWN = re.compile(
    r"""
    \b(i\ (really\ |honestly\ |just\ )?(do\ not|don't|dont)\ (know|have\ (any\ |an\ )?(idea|answer|experience)|remember)
    | (i\ have\ |i've\ )?no\ (idea|clue|answer)
    | i\ (can\ not|cannot|can't)\ (answer|say|think\ of)
    | i('m|\ am)\ not\ (sure|familiar)
    | (can\ we|let's|please)\ (skip|move\ on)
    | (skip|pass)\ (this|that|the|on)\b
    | i\ (would\ like\ to\ |want\ to\ |'d\ like\ to\ )?pass\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_REFUSAL_WORDS = 25


def says_not_known(answer: str) -> bool:
    """A short answer whose message is that there is none."""
    return len(words(answer)) <= LONGEST_REFUSAL_WORDS and NOT_KNOWN.search(answer.replace("’", "'")) is not None
