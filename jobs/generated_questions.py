"""The wire schema of the prompt `generate_questions`: what a language model (or coverage) must answer."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from providers.model_text import Words, prose
from providers.text.invisible import strip_invisible

QUESTIONS_MIN = 8
QUESTIONS_MAX = 12
TEXT_MAX = 1_000
SPOKEN_MAX = 500  # of what a person has read aloud: half a minute of speech, which somebody has to synthesize
COMPETENCY_MAX = 100
POINT_MAX = 300
POINTS_MAX = 10

Kind = Literal["technical", "behavioral", "communication"]
Sentence = Annotated[Words, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX)]
Name = Annotated[Words, StringConstraints(strip_whitespace=True, min_length=1, max_length=COMPETENCY_MAX)]
Point = Annotated[Words, StringConstraints(strip_whitespace=True, min_length=1, max_length=POINT_MAX)]


def sameness(text: str) -> str:
    """Two questions with the same value are the same question to a listener."""
    folded = unicodedata.normalize("NFKC", prose(strip_invisible(text))).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split()) or text


class Anchors(BaseModel):
    model_config = ConfigDict(frozen=True)

    low: Sentence
    middle: Sentence
    high: Sentence


class GeneratedQuestion(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: Sentence
    type: Kind
    competency: Name
    expected_points: list[Point] = Field(min_length=1, max_length=POINTS_MAX)
    anchors: Anchors
    probe: Sentence


class GeneratedQuestions(BaseModel):
    """8 to 12 questions, those that stay among them."""

    model_config = ConfigDict(frozen=True)

    questions: list[GeneratedQuestion] = Field(min_length=QUESTIONS_MIN, max_length=QUESTIONS_MAX)


class UnusableQuestions(ValueError):
    """What the model wrote cannot be used; the message is a sentence for the recruiter."""


@dataclass(frozen=True)
class Kept:
    """A question that stays as it is: the organization's own, or edited by a person."""

    text: str
    type: str


def additions(kept: Sequence[Kept], generated: GeneratedQuestions) -> list[GeneratedQuestion]:
    """The generated questions that join the kept ones: none twice, 8 to 12 in all, all types among them.

    Who keeps 8 or more has chosen the mix of types already. Raises UnusableQuestions.
    """
    fresh = _without_repeats(kept, generated)
    room = max(QUESTIONS_MAX - len(kept), 0)
    missing = [kind for kind in get_args(Kind) if kind not in {question.type for question in kept}]
    chosen = _best(fresh, missing, room)
    if len(kept) + len(chosen) < QUESTIONS_MIN:
        raise UnusableQuestions(f"Only {len(chosen)} usable questions were written. Please try again.")
    lacking = [kind for kind in missing if kind not in {question.type for question in chosen}]
    if lacking and len(kept) < QUESTIONS_MIN:
        raise UnusableQuestions(f"No {lacking[0]} question was written. Please try again.")
    return chosen


def _without_repeats(kept: Sequence[Kept], generated: GeneratedQuestions) -> list[GeneratedQuestion]:
    seen = {sameness(question.text) for question in kept}
    fresh = []
    for question in generated.questions:
        text = sameness(question.text)
        if text not in seen:
            fresh.append(question)
        seen.add(text)
    return fresh


def _best(fresh: list[GeneratedQuestion], missing: list[str], room: int) -> list[GeneratedQuestion]:
    """At most `room` of them in their order; one of each missing type goes before the rest."""
    first_of_type = {question.type: place for place, question in reversed(list(enumerate(fresh)))}
    needed = [first_of_type[kind] for kind in missing if kind in first_of_type]
    places = [*needed, *(place for place in range(len(fresh)) if place not in needed)][:room]
    return [fresh[place] for place in sorted(places)]
