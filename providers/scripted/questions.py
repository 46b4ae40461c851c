"""The ten questions of the scripted interview."""

from typing import Any

ANCHORS = {
    "low": "Speaks in general terms; no example of own work.",
    "middle": "One example with the candidate's own part in it.",
    "high": "A full example: situation, own decisions, result, and what was learned.",
}
POINTS = ["a concrete example from own work", "what the candidate did", "the result and how it was measured"]
PROBE = "Could you tell me about one concrete example, and your own part in it?"

# Each type is among the first three: where own questions leave little room, none is missing.
SUBJECTS = [
    ("technical", "Problem solving", "Tell me about a hard problem that you solved recently. How did you go about it?"),
    ("behavioral", "Teamwork", "Describe a disagreement in a team that you were part of. What did you do?"),
    ("communication", "Explaining", "Explain something difficult from your field to someone who is new to it."),
    ("technical", "Quality", "How do you make sure that your work is right before others rely on it?"),
    ("technical", "Diagnosis", "Something that worked yesterday fails today. What do you do, step by step?"),
    ("technical", "Planning", "How do you plan a piece of work that is too large for one person?"),
    ("technical", "Learning", "Tell me about a tool or method that you learned for a task. How did you learn it?"),
    ("behavioral", "Ownership", "Tell me about a mistake of yours at work. What happened then?"),
    ("behavioral", "Priorities", "Tell me about a time when everything was urgent. How did you choose?"),
    ("communication", "Listening", "Tell me about a time when you had misunderstood what somebody needed."),
]


def question(kind: str, competency: str, text: str) -> dict[str, Any]:
    return {
        "text": text,
        "type": kind,
        "competency": competency,
        "expected_points": POINTS,
        "anchors": ANCHORS,
        "probe": PROBE,
    }


def own_question(text: str) -> dict[str, Any]:
    return question("technical", "Own question", text)


QUESTIONS = [question(*subject) for subject in SUBJECTS]
