"""Other ways to give the same answer, by the name that tables use."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from evaluations.judging.audit.chance import chance
from evaluations.judging.audit.transformations.dialect import dialect
from evaluations.judging.audit.transformations.grammar import second_language
from evaluations.judging.audit.transformations.hesitation import filled, hesitating, repeating, starting_twice
from evaluations.judging.audit.transformations.manner import hedged, polite
from evaluations.judging.audit.transformations.names import NAMES, called, introduce
from evaluations.judging.audit.transformations.transcript import in_one_run, misheard, unpunctuated

Transformation = Callable[[str, Random], str]

HESITATING = "um and uh at 60 % of the words"
UNPUNCTUATED = "no punctuation, no capitals"
OWN_NAME = "own name: I, <name>, ..."
CALLED = "own name: my colleagues call me <name>"
MANNERS: Mapping[str, Transformation] = {
    "um and uh at 10 % of the words": partial(hesitating, share=0.1),
    "um and uh at 30 % of the words": partial(hesitating, share=0.3),
    HESITATING: partial(hesitating, share=0.6),
    "fillers (you know, like, basically)": filled,
    "repeated words": repeating,
    "false starts": starting_twice,
    "politeness": polite,
    "hedges before and inside": hedged,
    UNPUNCTUATED: unpunctuated,
    "all in one run": in_one_run,
    "grammar of a second language": second_language,
    "dialect": dialect,
    "recognition errors": misheard,
}
NAMED = (OWN_NAME, CALLED)
KINDS = (*MANNERS, *NAMED)


def transformed(kind: str, text: str) -> str:
    """The same kind and text always give the same result."""
    return MANNERS[kind](text, chance(kind, text))


def named(kind: str, text: str) -> tuple[str, str]:
    """The candidate's name, and the answer with it."""
    random = chance(kind, text)
    name = random.choice(NAMES)
    return name, introduce(text, name) if kind == OWN_NAME else called(text, name, random)
