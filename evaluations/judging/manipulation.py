"""Words that seem to be meant for whoever scores the answer. Pure, and blind to how well an engine resists them.

A hit lowers no score: the number waits for a person, who also sees when somebody merely talks about such attacks.
"""

from evaluations.judging.evidence import Quote
from providers.addressing import addressed
from providers.text.folding import fold


def addressed_to_evaluator(turn: int, text: str) -> list[Quote]:
    """The sentences, in their order."""
    folded, origins = fold(text)
    spans = [(origins[start], origins[end - 1] + 1) for start, end in addressed(folded)]
    return [Quote(turn, start, end, text[start:end]) for start, end in spans]
