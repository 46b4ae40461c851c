"""What the report page shows, prepared so that the templates only lay it out."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from evaluations.loading import Exchange, Question, Reading
from evaluations.models import Evaluation, Score
from evaluations.rubric import MIN_SHARE_SCORED, RECOMMENDED_FROM, WEIGHTS, Level, Recommendation, Status
from evaluations.staff import texts
from evaluations.staff.highlighting import Part, highlight
from evaluations.staff.texts import Words
from interviews.models import Segment, Turn

COVERAGE = "coverage"


@dataclass(frozen=True)
class ExchangeShown:
    turn: Turn
    parts: list[Part]
    segments: list[Segment]
    faults: list[str]


@dataclass(frozen=True)
class QuestionShown:
    number: int
    question: Any
    score: Score | None
    status: Words | None
    level: Words | None
    flags: list[Words]
    exchanges: list[ExchangeShown]


def shown(reading: Reading) -> dict[str, Any]:
    evaluation = reading.evaluation
    scores = [question.score for question in reading.questions if question.score]
    counted = Counter(score.status for score in scores)
    return {
        "interview": reading.interview,
        "evaluation": evaluation,
        "ready": reading.ready,
        "recommendation": recommendation(evaluation),
        "kinds": kinds(evaluation) if evaluation and reading.ready else [],
        "red_flags": red_flags(reading),
        "questions": [question_shown(question) for question in reading.questions],
        "total": len(reading.questions),
        "done": sum(score.status != Status.PENDING for score in scores),
        "scored": counted[Status.SCORED],
        "not_counted": not_counted(counted),
        "by_coverage": any(measured_by_coverage(score) for score in scores),
        "given_up": reading.given_up,
        "can_score_again": any(score.error for score in scores if score.status == Status.TECHNICAL_FAILURE),
        "prompts": sorted({(score.prompt_version, score.prompt_sha256) for score in scores if score.prompt_sha256}),
        "method": method(),
        "end_reason": texts.END_REASONS.get(reading.interview.end_reason, ""),
    }


def method() -> dict[str, Any]:
    """The rules in force, for the reader who wants to know."""
    return {
        "weights": [(kind, int(weight * 100)) for kind, weight in WEIGHTS.items()],
        "thresholds": [
            (threshold, texts.RECOMMENDATIONS[Recommendation(name)].label.lower())
            for name, threshold in RECOMMENDED_FROM.items()
        ],
        "min_share": int(MIN_SHARE_SCORED * 100),
    }


def recommendation(evaluation: Evaluation | None) -> Words | None:
    if evaluation is None or not evaluation.recommendation:
        return None
    return texts.RECOMMENDATIONS[Recommendation(evaluation.recommendation)]


def kinds(evaluation: Evaluation) -> list[dict[str, Any]]:
    return [
        {"name": kind.capitalize(), "total": getattr(evaluation, kind), "weight": int(weight * 100)}
        for kind, weight in WEIGHTS.items()
    ]


def red_flags(reading: Reading) -> list[dict[str, Any]]:
    """Each with the number of its question: several answers may raise the same flag."""
    numbers = {question.question.key: question.number for question in reading.questions}
    found = reading.evaluation.red_flags if reading.evaluation else []
    return [{**flag, "number": numbers.get(flag["question_key"])} for flag in found]


def not_counted(counted: Counter[str]) -> list[dict[str, Any]]:
    final = (Status.INSUFFICIENT_EVIDENCE, Status.NOT_ASKED, Status.TECHNICAL_FAILURE)
    return [{"count": counted[status], "words": texts.STATUSES[status]} for status in final if counted[status]]


def measured_by_coverage(score: Score) -> bool:
    return COVERAGE in (score.provider, score.model)


def question_shown(question: Question) -> QuestionShown:
    score = question.score
    return QuestionShown(
        number=question.number,
        question=question.question,
        score=score,
        status=texts.STATUSES[Status(score.status)] if score else None,
        level=texts.LEVELS[Level(score.anchor_level)] if score and score.anchor_level else None,
        flags=[texts.FLAGS[flag] for flag in texts.FLAGS if score and flag in score.flags],
        exchanges=[exchange_shown(exchange, score) for exchange in question.exchanges],
    )


def exchange_shown(exchange: Exchange, score: Score | None) -> ExchangeShown:
    turn = exchange.turn
    evidence = score.evidence if score else []
    flagged = [quote for quotes in score.flag_evidence.values() for quote in quotes] if score else []
    return ExchangeShown(
        turn=turn,
        parts=highlight(turn.answer_text, turn.position, evidence, flagged),
        segments=exchange.segments,
        faults=[words for port, words in texts.FAULTS.items() if any(fault["port"] == port for fault in turn.faults)],
    )
