"""The rules of judging, in one place. Whoever changes one gives RUBRIC_VERSION a new value."""

from decimal import Decimal
from enum import StrEnum

RUBRIC_VERSION = "2026-12"

LOWEST, HIGHEST = Decimal(0), Decimal(10)
MIDDLE_FROM, HIGH_FROM = Decimal(4), Decimal(7)  # Scores below 4 are at the low anchor, from 7 on at the high one.

WEIGHTS = {"technical": Decimal("0.5"), "behavioral": Decimal("0.3"), "communication": Decimal("0.2")}
RECOMMENDED_FROM = {"highly_recommended": Decimal(80), "recommended": Decimal(65), "consider": Decimal(45)}
MIN_SHARE_SCORED = Decimal("0.6")  # Of the planned questions. Below it there is no recommendation, good or bad.

LOW_RECOGNITION = 0.6  # Mean confidence of speech recognition below which a person should listen.
HEAVY_CORRECTION = 0.25  # Share of the machine's transcript that the candidate changed.
DISAGREEMENT = Decimal(3)  # Points between samples of one answer above which a person should look.
SAMPLES = 3  # Of one answer, when the engine does not always answer the same.


class Level(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Status(StrEnum):
    """What became of one question. All but `pending` are final, until a person looks or the question is asked again.

    `scored` and `needs_review` have a number; that of the latter counts for nothing before a person has looked.
    """

    PENDING = "pending"
    SCORED = "scored"
    NEEDS_REVIEW = "needs_review"
    DECLINED = "declined"  # By choice: said that they do not know, passed, or said nothing although the line worked.
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"  # Words that do not answer: off topic, too few, nothing to quote.
    NOT_ASKED = "not_asked"  # The time or the turns were used up.
    TECHNICAL_FAILURE = "technical_failure"  # Ours: not understood, lost, or scoring failed.


class Recommendation(StrEnum):
    HIGHLY_RECOMMENDED = "highly_recommended"
    RECOMMENDED = "recommended"
    CONSIDER = "consider"
    NOT_RECOMMENDED = "not_recommended"
    NEEDS_REVIEW = "needs_review"  # It hangs on a score that waits for a person.
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"


class Flag(StrEnum):
    """What a person should know about a score. RED_FLAGS are about the candidate's words."""

    ADDRESSES_EVALUATOR = "addresses_evaluator"
    CONTRADICTION = "contradiction"
    UNSAFE_PRACTICE = "unsafe_practice"
    OFF_TOPIC = "off_topic"
    NO_ANSWER = "no_answer"
    LOW_RECOGNITION_CONFIDENCE = "low_recognition_confidence"
    CORRECTED = "corrected"
    PART_LOST = "part_lost"
    EVIDENCE_REFUSED = "evidence_refused"
    SAMPLES_DISAGREE = "samples_disagree"
    REPEATED = "repeated"  # Words that were said to another question before; they earn nothing here.
    OFF_POINT = "off_point"  # Long stretches that say nothing of the question's points; they earn nothing.


class Hold(StrEnum):
    """Why a score waits for a person."""

    ADDRESSES_EVALUATOR = "addresses_evaluator"
    ABOVE_COVERAGE = "above_coverage"  # Far above what coverage, which takes no instructions, finds.
    UNSUPPORTED = "unsupported"  # Its quotes speak of too few of the expected points for so high a number.
    EVIDENCE_REFUSED = "evidence_refused"  # A number, and not one quote that was really said.


RED_FLAGS = {
    Flag.ADDRESSES_EVALUATOR: "Words that seem meant for whoever scores the answer",
    Flag.CONTRADICTION: "Contradicts itself",
    Flag.UNSAFE_PRACTICE: "Describes an unsafe practice",
}


def level(score: Decimal) -> Level:
    if score >= HIGH_FROM:
        return Level.HIGH
    return Level.MIDDLE if score >= MIDDLE_FROM else Level.LOW
