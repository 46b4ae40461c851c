"""What was said, put together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from interviews.conversation.allowance import BUDGET_SPENT, TOO_LONG
from interviews.models import Interview, Segment, Turn
from interviews.plan import PlannedQuestion

LIMITS = frozenset([TOO_LONG, BUDGET_SPENT, "budget_spent"])


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
    """A planned question with the turns that count as its answer, in order. `others` were given when it was asked
    another time."""

    question: PlannedQuestion
    turns: list[Turn]
    others: list[Turn] = field(default_factory=list)

    @property
    def all_turns(self) -> list[Turn]:
        return sorted([*self.others, *self.turns], key=lambda turn: turn.position)

    @property
    def asked(self) -> bool:
        return any(turn.kind == Turn.Kind.MAIN for turn in self.turns)

    @property
    def technical_failure(self) -> bool:
        """Nothing was understood, and something on our side had failed."""
        words = any(has_words(turn.answer_text) for turn in self.turns)
        return not words and any(failures(turn) for turn in self.turns)


def failures(turn: Turn) -> list[dict[str, str]]:
    """The faults of a turn that are ours. What was left unheard since its sender went beyond a limit is none."""
    return [fault for fault in turn.faults if fault.get("code") not in LIMITS]


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
        _answers(question, [turn for turn in turns if turn.question_key == question.key])
        for question in (interview.plan.plan.questions if interview.plan else ())
    ]


def _answers(question: PlannedQuestion, turns: list[Turn]) -> QuestionAnswers:
    """Of a question that was asked again the last time that words came: a silence then takes nothing away."""
    times = times_asked(turns)
    counts = next((time for time in reversed(times) if any(has_words(turn.answer_text) for turn in time)), times[0])
    return QuestionAnswers(question, counts, [turn for time in times if time is not counts for turn in time])


def times_asked(turns: Sequence[Turn]) -> list[list[Turn]]:
    """The turns of one question, divided where it was asked anew. At least one time, which may be empty."""
    times: list[list[Turn]] = [[]]
    for turn in turns:
        if turn.kind == Turn.Kind.MAIN and times[-1]:
            times.append([])
        times[-1].append(turn)
    return times


def turns_of_this_time(interview: Interview) -> QuerySet[Turn]:
    """Scored turns since the candidate came (again): each time begins with a practice."""
    practice = Turn.objects.filter(interview=OuterRef("interview"), kind=Turn.Kind.PRACTICE).order_by("-position")
    began_at = Coalesce(Subquery(practice.values("position")[:1]), -1)
    return interview.turns.exclude(kind=Turn.Kind.PRACTICE).filter(position__gt=began_at)
