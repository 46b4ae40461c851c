"""What was said, put together."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.models import Interview, Segment, Turn
from interviews.plan import PlannedQuestion


@dataclass(frozen=True)
class Heard:
    """An answer as the machine understood it. `confidence` is 0..1, weighted by duration; None without speech."""

    text: str
    confidence: float | None
    failed_segments: int

    @property
    def understood(self) -> bool:
        return has_words(self.text)


@dataclass(frozen=True)
class QuestionAnswers:
    """A planned question with every turn that belongs to it, in order."""

    question: PlannedQuestion
    turns: list[Turn]

    @property
    def asked(self) -> bool:
        return any(turn.kind == Turn.Kind.MAIN for turn in self.turns)

    @property
    def technical_failure(self) -> bool:
        """Nothing was understood, and something on our side had failed."""
        return any(turn.faults for turn in self.turns) and not any(has_words(turn.answer_text) for turn in self.turns)


def has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def heard(segments: Iterable[Segment]) -> Heard:
    pieces = sorted(segments, key=lambda segment: segment.sequence)
    spoken = [piece for piece in pieces if piece.text]
    weight = sum(piece.duration_ms or 1 for piece in spoken)
    confidence = (
        sum((piece.confidence or 0.0) * (piece.duration_ms or 1) for piece in spoken) / weight if weight else None
    )
    failed = sum(piece.status == Segment.Status.FAILED for piece in pieces)
    return Heard(" ".join(piece.text for piece in spoken), confidence, failed)


def answers_by_question(interview: Interview) -> list[QuestionAnswers]:
    """Every planned question in the plan's order, asked or not; without the practice. None before there is a plan."""
    turns = list(interview.turns.exclude(kind=Turn.Kind.PRACTICE).order_by("position"))
    return [
        QuestionAnswers(question, [turn for turn in turns if turn.question_key == question.key])
        for question in (interview.plan.plan.questions if interview.plan else ())
    ]
