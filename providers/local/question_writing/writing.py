"""A question about a duty: its words, what a good answer names, and how answers differ, for a level."""

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from providers.local.question_bank import BankQuestion
from providers.local.question_writing.duties import Duty
from providers.local.question_writing.verbs import GENERAL, kinds_of_work

FRAMES = Path(__file__).with_name("frames.toml")
LEVELS = ("junior", "middle", "senior")
COMPETENCY_LETTERS = 100

Form = Literal["knowledge", "situation", "behavioral", "communication"]
TYPES: dict[Form, str] = {
    "knowledge": "technical",
    "situation": "technical",
    "behavioral": "behavioral",
    "communication": "communication",
}


def written(duty: Duty, form: Form, difficulty: str, used: set[str]) -> BankQuestion:
    """`used` holds the wordings of the interview so far, and gets this one: each has another, as long as there are
    any."""
    level = difficulty if difficulty in LEVELS else "middle"
    frame, fill = _frames()[form][level], _filled_with(duty)
    of_work = kinds_of_work()[duty.kind]["points"] if TYPES[form] == "technical" else []
    return BankQuestion(
        id=f"{form}-{level}-{duty.do}",
        field="",
        subject=duty.do,
        type=TYPES[form],
        competency=_title(duty.doing),
        levels=(level,),
        text=fill(_wording(_wordings(duty, form, level), used)),
        points=tuple(fill(point) for point in [*of_work, *frame["points"]]),
        low=fill(frame["low"]),
        middle=fill(frame["middle"]),
        high=fill(frame["high"]),
        probe=frame["probe"],
    )


def _wording(texts: Sequence[str], used: set[str]) -> str:
    text = next((text for text in texts if text not in used), texts[-1])
    used.add(text)
    return text


def _wordings(duty: Duty, form: Form, level: str) -> list[str]:
    """A kind of work has a situation of its own; after it come those that fit any."""
    if form != "situation":
        texts: list[str] = _frames()[form][level]["texts"]
        return texts
    usual: list[str] = kinds_of_work()[GENERAL]["situations"][level]
    return usual if duty.kind == GENERAL else [kinds_of_work()[duty.kind]["situations"][level], *usual]


def _filled_with(duty: Duty) -> Callable[[str], str]:
    return lambda text: text.replace("{doing}", duty.doing).replace("{do}", duty.do).replace("{thing}", duty.thing)


def _title(text: str) -> str:
    short = text if len(text) <= COMPETENCY_LETTERS else text[:COMPETENCY_LETTERS].rpartition(" ")[0]
    return f"{short[:1].upper()}{short[1:]}"


@cache
def _frames() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(FRAMES.read_text(encoding="utf-8"))
