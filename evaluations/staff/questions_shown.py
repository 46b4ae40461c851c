"""One question of a report: what was said, what was made of it, and each step between the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluations import finalization
from evaluations.aggregation.answers import Answer
from evaluations.loading import Exchange, Question
from evaluations.models import Score
from evaluations.rubric import WEIGHTS, Hold, Outcome, Status
from evaluations.staff import texts
from evaluations.staff.highlighting import Part, highlight
from evaluations.staff.review_form import ReviewForm
from evaluations.staff.texts import Words
from interviews.models import Segment, Turn


@dataclass(frozen=True)
class ExchangeShown:
    turn: Turn
    parts: list[Part]
    segments: list[Segment]
    faults: list[str]


@dataclass(frozen=True)
class PointShown:
    """An expected point with the quotes that speak of it; the last of a list may be of none."""

    text: str
    quotes: list[str]
    not_heard: bool


@dataclass(frozen=True)
class Counted:
    """What the answer counts for in the totals, and what it is taken for in the range."""

    value: Decimal | None
    lowest: Decimal
    highest: Decimal
    only_raises: bool


@dataclass(frozen=True)
class Reviewed:
    outcome: str
    by: str


@dataclass(frozen=True)
class QuestionShown:
    number: int
    question: Any
    score: Score | None
    status: Words | None
    level: Words | None
    flags: list[Words]
    holds: list[str]
    points: list[PointShown]
    samples: list[str]
    counted: Counted | None
    weight: int
    review: Reviewed | None
    form: ReviewForm | None
    exchanges: list[ExchangeShown]


def question_shown(question: Question, names: Mapping[str, str], form: ReviewForm | None) -> QuestionShown:
    """`names` of the people who have decided, by their ids."""
    score = question.score
    return QuestionShown(
        number=question.number,
        question=question.question,
        score=score,
        status=status_words(score) if score else None,
        level=level_words(score) if score else None,
        flags=[texts.FLAGS[flag] for flag in texts.FLAGS if score and flag in score.flags],
        holds=[texts.HOLDS[Hold(each)] for each in score.held_because] if score else [],
        points=points(question),
        samples=[sample_words(each) for each in score.samples] if score else [],
        counted=counted(question, score) if score and score.status != Status.PENDING else None,
        weight=int(WEIGHTS[question.question.type] * 100),
        review=reviewed(score, names) if score and score.review_outcome else None,
        form=form,
        exchanges=[exchange_shown(exchange, score) for exchange in question.exchanges],
    )


def status_words(score: Score) -> Words:
    return texts.SET_ASIDE if score.review_outcome == Outcome.SET_ASIDE else texts.STATUSES[Status(score.status)]


def level_words(score: Score) -> Words | None:
    """A person's number is near an anchor like a judge's; coverage only tells how much was mentioned."""
    if score.level is None:
        return None
    by_coverage = score.measured_by_coverage and score.reviewed_score is None
    return (texts.COVERED if by_coverage else texts.LEVELS)[score.level]


def points(question: Question) -> list[PointShown]:
    score = question.score
    if score is None:
        return []
    quotes: dict[str, list[str]] = {point: [] for point in question.question.expected_points}
    for quote in score.evidence:
        quotes.setdefault(quote.get("point", ""), []).append(quote["quote"])
    return [PointShown(text, found, not_heard=text in score.missing) for text, found in quotes.items()]


def sample_words(sample: Mapping[str, Any]) -> str:
    number = sample.get("score")
    return "not enough evidence" if number is None else f"{float(number):g}"


def counted(question: Question, score: Score) -> Counted:
    answer: Answer = finalization.answer(score, question.question.anchors)
    return Counted(answer.value, answer.lowest, answer.highest, only_raises=not answer.complete)


def reviewed(score: Score, names: Mapping[str, str]) -> Reviewed:
    who = names.get(score.reviewed_by_id, "Somebody whose account is gone")
    return Reviewed(texts.OUTCOMES[Outcome(score.review_outcome)], who)


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
