"""The frozen plan of an interview: plain data, no database."""

import hashlib
from collections.abc import Collection
from typing import Literal

from pydantic import BaseModel, ConfigDict

QuestionType = Literal["technical", "behavioral", "communication"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchors(Frozen):
    low: str
    middle: str
    high: str


class PlannedQuestion(Frozen):
    key: str
    text: str
    type: QuestionType
    competency: str
    expected_points: tuple[str, ...]
    anchors: Anchors
    probe: str


class Plan(Frozen):
    job_id: str
    title: str
    language: str = "en"
    questions: tuple[PlannedQuestion, ...]

    def question(self, key: str) -> PlannedQuestion:
        return next(question for question in self.questions if question.key == key)

    def number(self, key: str) -> int:
        """1-based place of a question."""
        return next(number for number, question in enumerate(self.questions, 1) if question.key == key)

    def after(self, key: str) -> PlannedQuestion | None:
        """The question that follows; the first one after the practice turn (an empty key)."""
        place = self.number(key) if key else 0
        return self.questions[place] if place < len(self.questions) else None

    def only(self, keys: Collection[str]) -> "Plan":
        """These questions, in the plan's order."""
        return self.model_copy(update={"questions": tuple(each for each in self.questions if each.key in keys)})

    def vocabulary(self) -> list[str]:
        """Words of the field that help speech recognition."""
        return [self.title, *(question.competency for question in self.questions)]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()
