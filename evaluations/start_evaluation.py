"""A completed interview opens its evaluation: rows in the completing transaction, so that none is forgotten."""

from typing import Any

from evaluations.models import Evaluation, Score
from evaluations.tasks import score_answer
from interviews.models import Interview


def on_interview_completed(*, interview: Interview, **_: Any) -> None:
    open_evaluation(interview)


def open_evaluation(interview: Interview) -> Evaluation:
    """One score row for every planned question, asked or not; nothing new where they already stand."""
    evaluation, _ = Evaluation.objects.get_or_create(interview=interview)
    rows = [
        Score(
            evaluation=evaluation,
            question_key=question.key,
            position=number,
            type=question.type,
            competency=question.competency,
        )
        for number, question in enumerate(interview.frozen_plan.questions, 1)
    ]
    Score.objects.bulk_create(rows, ignore_conflicts=True)
    for score_id in evaluation.scores.values_list("id", flat=True):
        score_answer.enqueue(score_id)
    return evaluation
