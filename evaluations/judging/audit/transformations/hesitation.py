"""How people search for words. What they say stays the same, word for word and in the same order. Pure."""

from collections.abc import Callable
from random import Random

from evaluations.judging.audit.transformations.pieces import sentences_of

Way = Callable[[str, Random], str]
SOUNDS = ("um", "uh", "um,", "uh,")
FILLERS = ("you know,", "like,", "basically,", "kind of", "sort of", "I mean,", "actually,")
FILLED = 0.12
REPEATED = 0.08
STARTED_TWICE = 0.6
BEFORE_STARTING_AGAIN = ("no,", "wait,", "sorry,", "well,", "")


def hesitating(text: str, random: Random, share: float) -> str:
    """A sound before that share of the words."""
    return " ".join(f"{random.choice(SOUNDS)} {word}" if random.random() < share else word for word in text.split())


def filled(text: str, random: Random) -> str:
    return " ".join(f"{random.choice(FILLERS)} {word}" if random.random() < FILLED else word for word in text.split())


def repeating(text: str, random: Random) -> str:
    return " ".join(f"{_bare(word)} {word}" if random.random() < REPEATED else word for word in text.split())


def starting_twice(text: str, random: Random) -> str:
    return " ".join(
        _started(sentence, random) if random.random() < STARTED_TWICE else sentence for sentence in sentences_of(text)
    )


def _started(sentence: str, random: Random) -> str:
    """Its first words, and then the whole of it."""
    begun = " ".join(sentence.split()[: random.randint(1, 3)])
    return " ".join(filter(None, [f"{_bare(begun)},", random.choice(BEFORE_STARTING_AGAIN), sentence]))


def _bare(words: str) -> str:
    return words.rstrip(".,;:!?\"'")
