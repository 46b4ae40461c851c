"""One planned question with what became of it, and what that counts for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from evaluations.rubric import HIGHEST, LOWEST, Flag, Status

NUMBERED = {Status.SCORED, Status.NEEDS_REVIEW}
CHOICE = {Status.DECLINED, Status.INSUFFICIENT_EVIDENCE}


@dataclass(frozen=True)
class Answer:
    """`score` is the number that counts, of a held answer the judge's. `evidence` holds {turn, start, end, quote,
    point}, already checked. `spread` is the highest less the lowest of the judge's samples."""

    question_key: str
    position: int
    type: str
    competency: str
    status: Status
    score: Decimal | None = None
    coverage: Decimal | None = None
    spread: Decimal | None = None
    by_coverage: bool = False
    low_anchor: str = ""
    high_anchor: str = ""
    missing: Sequence[str] = ()
    evidence: Sequence[dict[str, Any]] = ()
    flags: Sequence[str] = ()
    flag_evidence: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return Flag.PART_LOST not in self.flags

    @property
    def scored(self) -> bool:
        return self.status == Status.SCORED

    @property
    def held(self) -> bool:
        return self.status == Status.NEEDS_REVIEW

    @property
    def left_out(self) -> bool:
        """By the candidate's choice. Words that do not answer are none when we lost a part of them."""
        return self.status in CHOICE and self.complete

    @property
    def ours(self) -> bool:
        """Missing, and not by the candidate's choice."""
        return self.status not in NUMBERED and not self.left_out

    @property
    def measured(self) -> bool:
        """Something is known of how well it was answered."""
        return self.scored or (self.held and self.coverage is not None)

    @property
    def value(self) -> Decimal | None:
        """What it counts for, 0-10; None where it counts for nothing, up or down."""
        if self.held:
            return min(self.coverage or LOWEST, self.score or LOWEST)
        return self.score if self.scored else (LOWEST if self.left_out else None)

    @property
    def lowest(self) -> Decimal:
        return (self.score or LOWEST) if self.scored else LOWEST

    @property
    def highest(self) -> Decimal:
        return (self.score or LOWEST) if self.status in NUMBERED and self.complete else HIGHEST


def as_judged(answers: Sequence[Answer]) -> list[Answer]:
    """Each held number taken as it is."""
    return [replace(each, status=Status.SCORED) if each.held else each for each in answers]


def as_set_aside(answers: Sequence[Answer]) -> list[Answer]:
    """Each held answer taken for none."""
    none = Status.INSUFFICIENT_EVIDENCE
    return [replace(each, status=none, score=None) if each.held else each for each in answers]
