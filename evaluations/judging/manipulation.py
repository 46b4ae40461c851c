"""Words that seem to be meant for whoever scores the answer. Pure, and blind to how well an engine resists them.

A hit lowers no score: the number waits for a person, who also sees when somebody merely talks about such attacks.
"""

import re

from evaluations.judging.evidence import Quote
from providers.folding import fold
from providers.words import sentences

TOP = r"(?:10|ten|full|top|maximum|max|highest|perfect|best)"
GRADE = r"(?:score|scores|mark|marks|points?|rating|grade|out of (?:10|ten))"
RULES = r"(?:your|previous|prior|scoring|evaluation) (?:rules|criteria)"
PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:ignore|disregard|forget|override)\b[^.?!]{{0,40}}\b(?:instructions?|prompts?|rubrics?|{RULES})\b",
        rf"\b(?:give|assign|award|grant)\b[^.?!]{{0,40}}\b{TOP}\b[^.?!]{{0,20}}\b{GRADE}\b",
        rf"\b(?:score|rate|grade|mark)\s+(?:me|it|my answer|this (?:answer|candidate))\b[^.?!]{{0,30}}\b{TOP}\b",
        r"\b(?:system|developer)\s+(?:prompt|message|instruction)s?\s*:",
        r"\b(?:note|message|instruction)s?\s+(?:to|for)\s+(?:the\s+)?(?:evaluator|scorer|grader|model|ai)\b",
        r'"(?:score|anchor_level|sufficient|evidence)"\s*:',
    )
]


def addressed_to_evaluator(turn: int, text: str) -> list[Quote]:
    """The sentences, in their order."""
    spans = [(span.start, span.start + len(span.text)) for span in sentences(text) if is_addressed(span.text)]
    return [Quote(turn, start, end, text[start:end]) for start, end in spans]


def is_addressed(sentence: str) -> bool:
    folded = fold(sentence)[0]
    return any(pattern.search(folded) for pattern in PATTERNS)
