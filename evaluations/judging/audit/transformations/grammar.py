"""English as a second language: articles left out, tenses and endings made simple, words in another order. Pure."""

import re
from random import Random

from evaluations.judging.audit.transformations.pieces import any_of, replaced

ARTICLE = re.compile(r"\b(?:a|an|the) (?=\w)", re.IGNORECASE)
DROPPED = 0.8
PRESENT_TENSES = (
    "was is|were are|had have|said say|told tell|asked ask|went go|came come|got get|took take|made make|did do"
    "|knew know|found find|gave give|saw see|wrote write|began begin|thought think|felt feel|kept keep|called call"
    "|wanted want|showed show|looked look|worked work|stopped stop|waited wait|helped help|needed need|agreed agree"
)
PRESENT = dict(pair.split() for pair in PRESENT_TENSES.split("|"))
SIMPLE = {"i'd": "I will", "we'd": "we will", "i've": "I have", "i'm": "I am", "would": "will", "it's": "it is"}
THIRD_PERSON = re.compile(r"\b(he|she|it|somebody|everybody|who|that) ([a-z]{2,}[^s\W])s\b", re.IGNORECASE)
IRREGULAR = {"ha": "have", "doe": "do", "wa": "was", "i": "is", "goe": "go"}
ADVERB = re.compile(r"\b(always|also|already|usually|often|then|never|only) (\w+)\b")
MOVED = 0.5
PREPOSITION = {"on": "in", "at": "in", "into": "in", "onto": "on", "by": "with"}
CONFUSED = 0.3


def second_language(text: str, random: Random) -> str:
    text = replaced(text, any_of(PRESENT), PRESENT.__getitem__, random)
    text = replaced(text, any_of(SIMPLE), SIMPLE.__getitem__, random)
    text = THIRD_PERSON.sub(lambda match: f"{match[1]} {_plain(match[2])}", text)
    text = ADVERB.sub(lambda match: f"{match[2]} {match[1]}" if random.random() < MOVED else match[0], text)
    text = replaced(text, any_of(PREPOSITION), PREPOSITION.__getitem__, random, CONFUSED)
    return ARTICLE.sub(lambda match: "" if random.random() < DROPPED else match[0], text)


def _plain(verb: str) -> str:
    return IRREGULAR.get(verb, verb)
