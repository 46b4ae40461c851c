"""Which answers were lost by our fault, and what follows when they were given once more."""

from collections.abc import Collection

from django.db import transaction

from evaluations import finalization
from evaluations.models import Evaluation, Score
from evaluations.rubric import Status
from interviews.asking_again import may_ask_again
from interviews.conversation.transcript import answers_by_question, turns_of_this_time
from interviews.models import Interview
from organizations.owed_work.owing import owe

PLANNED = {"id", "evaluation", "question_key", "position", "type", "competency"}
LOST = (Status.TECHNICAL_FAILURE, Status.NOT_ASKED)


def lost(evaluation: Evaluation) -> list[str]:
    """Keys of the questions. What only failed in scoring is not asked, but scored, again."""
    failed = evaluation.interview.end_reason == Interview.EndReason.TECHNICAL_FAILURE
    statuses = LOST if failed else LOST[:1]
    rows = Score.objects.filter(evaluation=evaluation, status__in=statuses, error="").order_by("position")
    return list(rows.values_list("question_key", flat=True))


def lost_of(interview: Interview) -> list[str]:
    """Of what may be asked again now: there is a result, and no more than so many times."""
    ready = Evaluation.objects.select_related("interview").filter(interview=interview, status=Evaluation.Status.READY)
    evaluation = ready.first()
    return lost(evaluation) if evaluation and may_ask_again(interview) else []


def answered_again(interview: Interview) -> list[str]:
    """Keys of the questions whose answer is of this time, and was of another one."""
    if not interview.asked_again:
        return []
    of_this_time = set(turns_of_this_time(interview).values_list("id", flat=True))
    return [
        answers.question.key
        for answers in answers_by_question(interview)
        if answers.question.key in interview.asked_again and any(turn.id in of_this_time for turn in answers.turns)
    ]


@transaction.atomic
def judge_again(evaluation: Evaluation, keys: Collection[str]) -> None:
    """What had been lost is open once more, and the evaluation with it, as a new revision."""
    rows = Score.objects.filter(evaluation=evaluation, question_key__in=keys, status__in=LOST)
    ids = list(rows.values_list("id", flat=True))
    if not ids:
        return
    finalization.reopen(evaluation.id)
    Score.objects.filter(id__in=ids).update(**unjudged())
    for score_id in ids:
        owe("score_answer", score_id, stream=evaluation.interview_id)


def unjudged() -> dict[str, object]:
    """The columns of a score of which nothing is known yet."""
    fields = [each for each in Score._meta.concrete_fields if each.name not in PLANNED]
    return {each.name: each.get_default() for each in fields}
