"""Words that seem to be meant for whoever scores the answer. Pure, and blind to how well an engine resists them.

A hit changes no score: it is shown to a person, who also sees when somebody merely talks about such attacks.
"""

import re

from evaluations.judging.evidence import Quote
from evaluations.judging.tokens import fold

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
    folded, origins = fold(text)
    hits = {hit.span() for pattern in PATTERNS for hit in pattern.finditer(folded)}
    spans = [(origins[start], origins[end - 1] + 1) for start, end in sorted(hits)]
    return [Quote(turn, start, end, text[start:end]) for start, end in spans]
