"""What an engine returns for `score_answer`, and what it is shown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evaluations import rubric
from interviews.plan import PlannedQuestion
from providers.model_text import Prose

TENTH = Decimal("0.1")

Insufficiency = Literal["declined", "off_topic", "too_little", "gibberish", "nothing_to_compare"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Claim(Strict):
    """`point` is the expected point that the quote speaks of, in the question's own words."""

    turn: int
    quote: str = Field(max_length=2000)
    point: str = Field(default="", max_length=2000)


class FlagClaim(Strict):
    flag: Literal["contradiction", "unsafe_practice", "off_topic", "off_point", "addresses_evaluator"]
    turn: int
    quote: str = Field(max_length=2000)


class Judgement(Strict):
    """Evidence first, so that the score is written with it in view. `feedback` is read and never stored: what an
    engine writes in words of its own cannot be checked."""

    evidence: list[Claim] = Field(max_length=20)
    missing: list[str] = Field(max_length=20)
    anchor_level: Literal["low", "middle", "high"] | None
    score: float | None = Field(ge=0, le=10)
    sufficient: bool
    confidence: float = Field(ge=0, le=1)
    insufficient_because: Insufficiency | None = None
    feedback: Prose = Field(default="", max_length=2000)
    flags: list[FlagClaim] = Field(max_length=8)

    @model_validator(mode="after")
    def agrees_with_itself(self) -> Self:
        """A judgement that does not goes back to the engine for repair."""
        if self.sufficient and (self.score is None or self.anchor_level is None):
            raise ValueError("sufficient needs a score and an anchor_level")
        if self.score is not None and {self.anchor_level, rubric.level(tenths(self.score)).value} == {"low", "high"}:
            raise ValueError("score and anchor_level contradict each other")
        return self

    @property
    def number(self) -> Decimal | None:
        return tenths(self.score) if self.sufficient and self.score is not None else None


def tenths(score: float) -> Decimal:
    return Decimal(str(score)).quantize(TENTH)


def context(question: PlannedQuestion, words: Mapping[int, str]) -> dict[str, Any]:
    """Everything that an engine learns. It depends on the question and the words alone."""
    return {
        "question": {
            "text": question.text,
            "type": question.type,
            "competency": question.competency,
            "expected_points": list(question.expected_points),
            "anchors": question.anchors.model_dump(),
        },
        "answers": [{"turn": turn, "text": words[turn]} for turn in sorted(words)],
    }
