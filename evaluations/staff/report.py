"""What the report page shows, prepared so that the templates only lay it out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from evaluations.loading import Question, Reading
from evaluations.models import Evaluation, Score
from evaluations.rubric import (
    MIN_SHARE_SCORED,
    NEEDED_SHARE_SCORED,
    RECOMMENDED_FROM,
    RUBRIC_VERSION,
    WEIGHTS,
    Recommendation,
    Status,
)
from evaluations.staff import texts
from evaluations.staff.questions_shown import QuestionShown, question_shown, status_words
from evaluations.staff.review_form import ReviewForm, empty_form
from evaluations.staff.texts import Words
from evaluations.staff.totals_shown import totals
from organizations.models import User
from organizations.tenancy import shared_schema

AT_THEIR_LOWEST = (texts.STATUSES[Status.DECLINED], texts.STATUSES[Status.INSUFFICIENT_EVIDENCE], texts.SET_ASIDE)
OURS = (texts.STATUSES[Status.NOT_ASKED], texts.STATUSES[Status.TECHNICAL_FAILURE])


def shown(reading: Reading, refused: Mapping[str, ReviewForm]) -> dict[str, Any]:
    evaluation = reading.evaluation
    scores = [question.score for question in reading.questions if question.score]
    counted = Counter(status_words(score) for score in scores)
    return {
        "interview": reading.interview,
        "evaluation": evaluation,
        "ready": reading.ready,
        "recommendation": recommendation(evaluation),
        **totals(reading),
        "red_flags": red_flags(reading),
        "questions": questions_shown(reading, refused),
        "total": len(reading.questions),
        "done": sum(score.status != Status.PENDING for score in scores),
        "scored": counted[texts.STATUSES[Status.SCORED]],
        "held": [question.number for question in reading.questions if question.score and question.score.held],
        "at_their_lowest": counts(counted, AT_THEIR_LOWEST),
        "ours": counts(counted, OURS),
        "by_coverage": any(score.measured_by_coverage for score in scores),
        "given_up": reading.given_up,
        "can_score_again": any(score.error for score in scores if score.status == Status.TECHNICAL_FAILURE),
        "prompts": sorted({(score.prompt_version, score.prompt_sha256) for score in scores if score.prompt_sha256}),
        "method": method(evaluation),
        "end_reason": texts.END_REASONS.get(reading.interview.end_reason, ""),
    }


def method(evaluation: Evaluation | None) -> dict[str, Any]:
    """The rules in force, for the reader who wants to know."""
    return {
        "weights": [(kind, int(weight * 100)) for kind, weight in WEIGHTS.items()],
        "thresholds": [
            (threshold, texts.RECOMMENDATIONS[Recommendation(name)].label.lower())
            for name, threshold in RECOMMENDED_FROM.items()
        ],
        "min_share": int(MIN_SHARE_SCORED * 100),
        "needed_share": int(NEEDED_SHARE_SCORED * 100),
        "is_older": evaluation is not None and evaluation.rubric_version != RUBRIC_VERSION,
    }


def recommendation(evaluation: Evaluation | None) -> Words | None:
    if evaluation is None or not evaluation.recommendation:
        return None
    return texts.RECOMMENDATIONS[Recommendation(evaluation.recommendation)]


def red_flags(reading: Reading) -> list[dict[str, Any]]:
    """Each with the number of its question: several answers may raise the same flag."""
    numbers = {question.question.key: question.number for question in reading.questions}
    found = reading.evaluation.red_flags if reading.evaluation else []
    return [{**flag, "number": numbers.get(flag["question_key"])} for flag in found]


def counts(counted: Counter[Words], wanted: Iterable[Words]) -> list[dict[str, Any]]:
    return [{"count": counted[words], "words": words} for words in wanted if counted[words]]


def questions_shown(reading: Reading, refused: Mapping[str, ReviewForm]) -> list[QuestionShown]:
    deciders = names(question.score for question in reading.questions if question.score)
    revision = reading.evaluation.revision if reading.evaluation else 0
    return [question_shown(each, deciders, form(each, revision, refused)) for each in reading.questions]


def form(question: Question, revision: int, refused: Mapping[str, ReviewForm]) -> ReviewForm | None:
    score = question.score
    return (refused.get(score.id) or empty_form(score, revision)) if score and score.held else None


def names(scores: Iterable[Score]) -> dict[str, str]:
    """Of the people who have decided on a score, by id. Nobody is asked for where nobody has."""
    ids = {score.reviewed_by_id for score in scores if score.reviewed_by_id}
    if not ids:
        return {}
    with shared_schema():
        return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
