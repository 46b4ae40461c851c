"""A question about a duty: its words, what a good answer names, and how answers differ, for a level."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from providers.local.question_bank import BankQuestion
from providers.local.question_writing.duties import Duty
from providers.local.question_writing.verbs import GENERAL, kinds_of_work

FRAMES = Path(__file__).with_name("frames.toml")
LEVELS = ("junior", "middle", "senior")
MOST_SPOKEN_WORDS = 40
COMPETENCY_LETTERS = 100

Form = Literal["knowledge", "situation", "behavioral", "communication"]
TYPES: dict[Form, str] = {
    "knowledge": "technical",
    "situation": "technical",
    "behavioral": "behavioral",
    "communication": "communication",
}


def written(duty: Duty, form: Form, difficulty: str, turn: int) -> BankQuestion:
    """`turn` is how many of this form there are already: each has other words."""
    level = difficulty if difficulty in LEVELS else "middle"
    frame, work = _frames()[form][level], kinds_of_work()[duty.kind]
    fill = _filled_with(duty)
    of_work = work["points"] if TYPES[form] == "technical" else []
    return BankQuestion(
        id=f"{form}-{level}-{duty.do}",
        field="",
        subject=duty.do,
        type=TYPES[form],
        competency=_title(duty.doing),
        levels=(level,),
        text=fill(_text(frame, duty, form, level, turn)),
        points=tuple(fill(point) for point in [*of_work, *frame["points"]]),
        low=fill(frame["low"]),
        middle=fill(frame["middle"]),
        high=fill(frame["high"]),
        probe=frame["probe"],
    )


def _text(frame: dict[str, Any], duty: Duty, form: Form, level: str, turn: int) -> str:
    """A kind of work has one situation of its own; after it come those that fit any."""
    if form != "situation":
        texts: list[str] = frame["texts"]
        return texts[turn % len(texts)]
    usual: list[str] = kinds_of_work()[GENERAL]["situations"][level]
    if duty.kind == GENERAL or turn >= 0:
        return usual[turn % len(usual)]
    own: str = kinds_of_work()[duty.kind]["situations"][level]
    return own


def _filled_with(duty: Duty) -> Callable[[str], str]:
    return lambda text: text.replace("{doing}", duty.doing).replace("{do}", duty.do).replace("{thing}", duty.thing)


def _title(text: str) -> str:
    short = text if len(text) <= COMPETENCY_LETTERS else text[:COMPETENCY_LETTERS].rpartition(" ")[0]
    return f"{short[:1].upper()}{short[1:]}"


@cache
def _frames() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(FRAMES.read_text(encoding="utf-8"))
