"""What a person reads for each value. Plain sentences; nothing is called better than it is."""

from dataclasses import dataclass

from evaluations.rubric import Flag, Level, Recommendation, Status


@dataclass(frozen=True)
class Words:
    label: str
    tone: str = ""  # Of a badge: positive, warning, negative, accent or none.
    note: str = ""


RECOMMENDATIONS = {
    Recommendation.HIGHLY_RECOMMENDED: Words("Highly recommended", "positive"),
    Recommendation.RECOMMENDED: Words("Recommended", "positive"),
    Recommendation.CONSIDER: Words("Consider", "warning"),
    Recommendation.NOT_RECOMMENDED: Words("Not recommended", "negative"),
    Recommendation.INSUFFICIENT_EVIDENCE: Words(
        "Not enough evidence", "", "Too few of the planned questions could be scored to recommend anything."
    ),
}

STATUSES = {
    Status.PENDING: Words("Waiting to be scored"),
    Status.SCORED: Words("Scored"),
    Status.INSUFFICIENT_EVIDENCE: Words(
        "Not enough evidence", "", "The words do not show how well this was answered. Not counted, and not a zero."
    ),
    Status.NOT_ASKED: Words("Not asked", "", "The interview ended before this question. Not counted."),
    Status.TECHNICAL_FAILURE: Words(
        "Technical failure", "warning", "This failed on our side, not the candidate's. Not counted."
    ),
}

LEVELS = {
    Level.LOW: Words("Weak", "negative", "Nearest to what was described as a weak answer."),
    Level.MIDDLE: Words("Fair", "warning", "Nearest to what was described as a fair answer."),
    Level.HIGH: Words("Excellent", "positive", "Nearest to what was described as an excellent answer."),
}

FLAGS = {
    Flag.ADDRESSES_EVALUATOR: Words(
        "Speaks to the scorer", "warning", "Read the marked words yourself. The flag changes no score."
    ),
    Flag.CONTRADICTION: Words("May contradict itself", "warning", "Read the answer yourself."),
    Flag.UNSAFE_PRACTICE: Words("May describe an unsafe practice", "warning", "Read the answer yourself."),
    Flag.OFF_TOPIC: Words("Off topic", "", "Nothing in the answer seems to be about the question."),
    Flag.NO_ANSWER: Words("No answer", "", "No words were heard or typed."),
    Flag.LOW_RECOGNITION_CONFIDENCE: Words(
        "Hard to hear", "warning", "Speech recognition was unsure of these words. Listen before you rely on the score."
    ),
    Flag.CORRECTED: Words(
        "Corrected by the candidate",
        "",
        "The candidate changed much of what the machine had heard. Both versions are here.",
    ),
    Flag.PART_LOST: Words(
        "Part of the answer was lost",
        "warning",
        "Speech recognition failed on a part of this answer. The score counts only where it raises the result.",
    ),
    Flag.EVIDENCE_REFUSED: Words(
        "Quotes refused", "", "The engine also cited words that the candidate did not say. Those were thrown away."
    ),
    Flag.SAMPLES_DISAGREE: Words(
        "Samples disagree", "warning", "Scored several times, this got quite different numbers. A person should decide."
    ),
}

FAULTS = {
    "stt": "Speech recognition failed here. What it did not hear is not counted against the candidate.",
    "recording": "A part of the recording did not reach us. What was said in it is not counted against the candidate.",
    "llm": "The language model failed here. The interview went on with the next question.",
    "tts": "The voice failed here. The question was shown as text.",
    "interviewer": "We failed to go on after this answer. What was not asked is not counted against the candidate.",
}

END_REASONS = {
    "finished": "All questions were asked.",
    "time_budget": "The time for the interview was used up.",
    "turn_budget": "The turns of the interview were used up.",
    "candidate_ended": "The candidate ended the interview early.",
    "abandoned": "The candidate did not come back.",
    "technical_failure": "The interview ended early because we failed to ask the next question.",
}
