"""What a person reads for each value. Plain sentences; nothing is called better than it is."""

from dataclasses import dataclass

from evaluations.rubric import Flag, Hold, Level, Outcome, Recommendation, Status


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
    Recommendation.NEEDS_REVIEW: Words(
        "Needs review", "warning", "It hangs on an answer that waits for a person's decision."
    ),
    Recommendation.INSUFFICIENT_EVIDENCE: Words(
        "Not enough evidence", "", "Too little of what was planned could be scored to recommend anything."
    ),
}

STATUSES = {
    Status.PENDING: Words("Waiting to be scored"),
    Status.SCORED: Words("Scored"),
    Status.NEEDS_REVIEW: Words("Waits for a person", "warning"),
    Status.DECLINED: Words(
        "Declined",
        "",
        "The candidate passed, said that they do not know, said nothing although the line worked, or ended the "
        "interview before. It has no number of its own; totals take it at its lowest.",
    ),
    Status.INSUFFICIENT_EVIDENCE: Words(
        "Not enough evidence",
        "",
        "The words do not show how well this was answered. It has no number of its own; totals take it at its lowest.",
    ),
    Status.NOT_ASKED: Words(
        "Not asked", "", "The interview was over before this question. It counts neither for nor against the candidate."
    ),
    Status.TECHNICAL_FAILURE: Words(
        "Technical failure",
        "warning",
        "This failed on our side. It counts neither for nor against the candidate.",
    ),
}
SET_ASIDE = Words(
    "Set aside", "", "A person has set the judge's number aside. It has no number; totals take it at its lowest."
)

LEVELS = {
    Level.LOW: Words("Weak", "negative", "Nearest to what was described as a weak answer."),
    Level.MIDDLE: Words("Fair", "warning", "Nearest to what was described as a fair answer."),
    Level.HIGH: Words("Excellent", "positive", "Nearest to what was described as an excellent answer."),
}
COVERED = {
    Level.LOW: Words("Little of it covered", "", "Little of what was expected was mentioned."),
    Level.MIDDLE: Words("Part of it covered", "", "A part of what was expected was mentioned."),
    Level.HIGH: Words("Most of it covered", "", "Most of what was expected was mentioned."),
}

HOLDS = {
    Hold.ADDRESSES_EVALUATOR: "Some of the words seem meant for whoever scores the answer.",
    Hold.ABOVE_COVERAGE: "The judge's number lies far above what a measure that takes no instructions found of the "
    "expected points. A right answer in quite other words looks like this too.",
    Hold.UNSUPPORTED: "The quotes speak of too few of the expected points for so high a number.",
    Hold.EVIDENCE_REFUSED: "The judge gave a number, and not one of its quotes was found in the answer.",
}
OUTCOMES = {
    Outcome.CONFIRMED: "confirmed the judge's number",
    Outcome.CHANGED: "gave another number",
    Outcome.SET_ASIDE: "set the judge's number aside",
}

FLAGS = {
    Flag.ADDRESSES_EVALUATOR: Words(
        "Speaks to the scorer", "warning", "Read the marked words yourself. They earn nothing, and lower nothing."
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
        "A part of this answer did not reach us or was not understood. The score counts only where it raises a total.",
    ),
    Flag.EVIDENCE_REFUSED: Words(
        "Quotes refused", "", "The engine also cited words that the candidate did not say. Those were thrown away."
    ),
    Flag.SAMPLES_DISAGREE: Words(
        "Samples disagree", "warning", "Scored several times, this got quite different numbers. Read it yourself."
    ),
    Flag.REPEATED: Words(
        "Said before", "", "Some of these words were said to an earlier question; they earn nothing here."
    ),
    Flag.OFF_POINT: Words(
        "Beside the point", "", "Long stretches say nothing of the expected points; they earn nothing."
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
