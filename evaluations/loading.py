"""Everything known of one interview's evaluation, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from evaluations.models import Evaluation, Score
from interviews.conversation.transcript import answers_by_question
from interviews.models import Interview, Segment, Turn
from interviews.plan import PlannedQuestion


@dataclass(frozen=True)
class Exchange:
    """What the interviewer said, what the candidate answered, and its recordings in order."""

    turn: Turn
    segments: list[Segment]


@dataclass(frozen=True)
class Question:
    number: int
    question: PlannedQuestion
    exchanges: list[Exchange]
    score: Score | None


@dataclass(frozen=True)
class Reading:
    interview: Interview
    evaluation: Evaluation | None
    questions: list[Question]

    @property
    def given_up(self) -> bool:
        """It could not be put together, or not even be begun: somebody has to ask for it again."""
        if self.evaluation is None:
            return self.interview.status == Interview.Status.COMPLETED
        return self.evaluation.status == Evaluation.Status.FAILED

    @property
    def ready(self) -> bool:
        return self.evaluation is not None and self.evaluation.status == Evaluation.Status.READY


def get_interview(interview_id: str) -> Interview:
    """In the current organization; any other id is a 404."""
    rows = Interview.objects.select_related("candidate", "job", "plan")
    return get_object_or_404(rows, id=interview_id)


def read(interview: Interview) -> Reading:
    evaluation = Evaluation.objects.filter(interview=interview).first()
    scores = {score.question_key: score for score in evaluation.scores.all()} if evaluation else {}
    segments: dict[str, list[Segment]] = defaultdict(list)
    for segment in interview.segments.order_by("sequence"):
        segments[segment.turn_id].append(segment)
    questions = [
        Question(
            number=number,
            question=answers.question,
            exchanges=[Exchange(turn, segments[turn.id]) for turn in answers.all_turns],
            score=scores.get(answers.question.key),
        )
        for number, answers in enumerate(answers_by_question(interview), 1)
    ]
    return Reading(interview, evaluation, questions)
