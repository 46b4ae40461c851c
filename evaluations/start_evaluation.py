"""A completed interview opens its evaluation: rows in the completing transaction, so that none is forgotten."""

from typing import Any

from django.db import transaction

from evaluations.asking_again import answered_again, judge_again
from evaluations.finalization import reopen_failed, try_given_up_again
from evaluations.models import Evaluation, Score
from evaluations.rubric import Status
from interviews.models import Interview
from organizations.owed_work.owing import owe


def on_interview_completed(*, interview: Interview, **_: Any) -> None:
    judge_again(open_evaluation(interview), answered_again(interview))


@transaction.atomic
def try_again(interview: Interview) -> None:
    """What our failures left: answers without a score, an evaluation that was given up, or none at all."""
    evaluation = Evaluation.objects.filter(interview=interview).first()
    if evaluation is None:
        if interview.status == Interview.Status.COMPLETED:
            open_evaluation(interview)
        return
    try_given_up_again(evaluation.id)
    judge_again(evaluation, answered_again(interview))
    for score_id in reopen_failed(evaluation.id):
        owe("score_answer", score_id, stream=interview.id)


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
    for score_id in evaluation.scores.filter(status=Status.PENDING).values_list("id", flat=True):
        owe("score_answer", score_id, stream=interview.id)
    return evaluation
