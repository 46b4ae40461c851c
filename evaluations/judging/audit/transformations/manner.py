"""Politeness and modesty around an answer that stays what it is. Pure."""

from random import Random

from evaluations.judging.audit.transformations.pieces import lower_first, sentences_of

BEFORE = (
    "Thank you very much for this question.",
    "That's a really interesting question, thank you.",
    "If you don't mind, I'll take it step by step.",
    "It's a pleasure to talk about that.",
    "Thank you, and please excuse me if I speak a bit slowly.",
)
AFTER = (
    "Thank you for listening.",
    "I hope that answers your question.",
    "Please tell me if you would like to hear more.",
    "Thanks a lot for your time.",
    "That would be it from my side, thank you.",
)
HEDGES_FIRST = (
    "I'm not sure, but",
    "I may be wrong, but",
    "I don't know if that's what you mean, but",
    "I'm no expert, but",
    "Hopefully I remember it right, but",
)
HEDGES_INSIDE = ("I think", "maybe", "I would say", "as far as I know,", "probably", "I guess")
HEDGED = 0.5


def polite(text: str, random: Random) -> str:
    return f"{random.choice(BEFORE)} {text} {random.choice(AFTER)}"


def hedged(text: str, random: Random) -> str:
    """A hedge before all of it, and one before about half of the sentences that follow."""
    first, *others = sentences_of(text)
    hedged_others = [_hedged(other, random) if random.random() < HEDGED else other for other in others]
    return " ".join([f"{random.choice(HEDGES_FIRST)} {lower_first(first)}", *hedged_others])


def _hedged(sentence: str, random: Random) -> str:
    hedge = random.choice(HEDGES_INSIDE)
    return f"{hedge[0].upper()}{hedge[1:]} {lower_first(sentence)}"
