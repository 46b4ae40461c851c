"""A completed interview opens its evaluation: rows in the completing transaction, so that none is forgotten."""

from typing import Any

from django.db import transaction

from evaluations.finalization import reopen_failed, try_given_up_again
from evaluations.models import Evaluation, Score
from evaluations.tasks import score_answer
from interviews.models import Interview


def on_interview_completed(*, interview: Interview, **_: Any) -> None:
    open_evaluation(interview)


@transaction.atomic
def try_again(interview: Interview) -> None:
    """What our failures left: answers without a score, an evaluation that was given up, or none at all."""
    evaluation = Evaluation.objects.filter(interview=interview).first()
    if evaluation is None:
        if interview.status == Interview.Status.COMPLETED:
            open_evaluation(interview)
        return
    try_given_up_again(evaluation.id)
    for score_id in reopen_failed(evaluation.id):
        score_answer.enqueue(score_id)


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
