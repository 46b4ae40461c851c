"""Words that seem to be meant for whoever scores the answer. Pure, and blind to how well an engine resists them.

A hit changes no score: it is shown to a person, who also sees when somebody merely talks about such attacks.
"""

from evaluations.judging.evidence import Quote, fold
from providers.addressing import addressed


def addressed_to_evaluator(turn: int, text: str) -> list[Quote]:
    folded, origins = fold(text)
    spans = [(origins[start], origins[end - 1] + 1) for start, end in addressed(folded)]
    return [Quote(turn, start, end, text[start:end]) for start, end in spans]
