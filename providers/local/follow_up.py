"""`decide_follow_up` by coverage: ask on while a clear expected point is missing, never give it away."""

from typing import Any

from providers.declining import says_not_known
from providers.local import guards
from providers.local.coverage import cover
from providers.local.embedding import Embedding

COMPLETE = 0.6  # Share of the points that were found: enough to go on.
OPEN_QUESTIONS = (
    "Is there anything else that you would do or look at there?",
    "Could you give me a concrete example of that, with your own part in it?",
)


def decide_follow_up(context: dict[str, Any], embedding: Embedding) -> dict[str, Any]:
    question = context["question"]
    asked = {_same(text) for text in context["follow_ups_asked"]}
    if context["follow_ups_left"] <= 0 or says_not_known(context["answer"]):
        return _next()
    missing = _missing_point(question, context["answer"], embedding)
    offered = [text for text in (question["probe"], *OPEN_QUESTIONS) if text and _same(text) not in asked]
    if missing is None or not offered:
        return _next()
    return {"action": "follow_up", "follow_up": offered[0], "missing_point": missing}


def _missing_point(question: dict[str, Any], answer: str, embedding: Embedding) -> str | None:
    """The point least spoken about, unless most were."""
    said = guards.without_echo(guards.without_instructions(answer), question["text"])
    if not question["expected_points"]:
        return None
    covered = cover(question["text"], question["expected_points"], [span.text for span in said], embedding).points
    found = sum(point.is_found for point in covered)
    missing = [point for point in covered if point.is_missing]
    if not missing or found >= COMPLETE * len(covered):
        return None
    return min(missing, key=lambda point: point.share).point


def _same(text: str) -> str:
    return " ".join(text.lower().split())


def _next() -> dict[str, Any]:
    return {"action": "next", "follow_up": None, "missing_point": None}
