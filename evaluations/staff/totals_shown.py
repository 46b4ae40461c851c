"""Totals in a picture and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.loading import Reading
from evaluations.models import Evaluation
from evaluations.rubric import RECOMMENDED_FROM, WEIGHTS, Recommendation
from evaluations.staff import texts


@dataclass(frozen=True)
class Scale:
    """All numbers 0-100. `low` and `high` are None in an evaluation of older rules, which knows no range."""

    name: str
    value: int | None
    low: int | None
    high: int | None
    margin: float | None = None

    @property
    def width(self) -> int:
        return (self.high or 0) - (self.low or 0)

    @property
    def margin_from(self) -> float:
        return max(0.0, (self.value or 0) - (self.margin or 0))

    @property
    def margin_to(self) -> float:
        return min(100.0, (self.value or 0) + (self.margin or 0))

    @property
    def in_words(self) -> str:
        words = f"{self.name}: {'no number' if self.value is None else f'{self.value} of 100'}"
        words += f", range {self.low} to {self.high}" if self.width else ""
        return words + (f", give or take {self.margin:.0f}" if self.margin and self.value is not None else "")


def scale(evaluation: Evaluation, name: str) -> Scale:
    span = evaluation.ranges.get(name) or {}
    margin = float(evaluation.margin) if name == "overall" and evaluation.margin is not None else None
    return Scale(name.capitalize(), getattr(evaluation, name), span.get("low"), span.get("high"), margin)


def totals(reading: Reading) -> dict[str, Any]:
    evaluation = reading.evaluation
    if evaluation is None or not reading.ready:
        return {}
    numbers = {question.question.key: question.number for question in reading.questions}
    return {
        "overall": scale(evaluation, "overall"),
        "kinds": [{"scale": scale(evaluation, kind), "weight": int(WEIGHTS[kind] * 100)} for kind in WEIGHTS],
        "thresholds": [int(threshold) for threshold in RECOMMENDED_FROM.values()],
        "tie": tie(evaluation),
        "lacking": [lacking(each, numbers) for each in evaluation.lacking],
    }


def tie(evaluation: Evaluation) -> str:
    if not evaluation.tie_with:
        return ""
    both = (evaluation.recommendation, evaluation.tie_with)
    first, second = (texts.RECOMMENDATIONS[Recommendation(each)].label for each in both)
    return (
        f"A tie between {first} and {second}: overall is so near the threshold between them that judging the same "
        "words once more could tip it."
    )


def lacking(lack: Mapping[str, Any], numbers: Mapping[str, int]) -> str:
    which = listed([numbers[key] for key in lack["question_keys"] if key in numbers])
    what = f"No {lack['kind']} answer could be scored" if lack["kind"] else "Too few of the questions could be scored"
    if lack["ours"]:
        return (
            f"{what}: we did not ask, or lost, {which}. That is no choice of the candidate's: nothing is recommended."
        )
    return f"{what}: without a number, not by our doing, {verb(lack)} {which}. So the result is Consider at best."


def verb(lack: Mapping[str, Any]) -> str:
    return "are" if len(lack["question_keys"]) > 1 else "is"


def listed(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    together = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return f"{'questions' if len(words) > 1 else 'question'} {together}"
