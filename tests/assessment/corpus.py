"""Questions with answers of five kinds, and texts, all of our own. Read once; nothing here judges."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from evaluations.judging.audit.answers import KINDS as KINDS
from evaluations.judging.audit.answers import RIGHT as RIGHT
from evaluations.judging.audit.answers import SHIPPED, read
from evaluations.judging.audit.answers import Asked as Asked

HERE = Path(__file__).parent
SAID_PLAINLY = ("list", "strong_plain", "fair", "weak")


@cache
def corpus() -> tuple[Asked, ...]:
    """By the names of the files, wherever they stand."""
    return tuple(sorted([*read(HERE / "answers"), *read(SHIPPED)], key=lambda asked: (asked.field, asked.key)))


def spread(questions: Sequence[Asked], count: int) -> list[Asked]:
    """At most `count` of them, of as many fields of work as there are."""
    turns: dict[str, int] = {}
    placed = []
    for question in questions:
        turns[question.field] = turns.get(question.field, -1) + 1
        placed.append((turns[question.field], question.key, question))
    return [question for *_, question in sorted(placed, key=lambda place: place[:2])][:count]


def question(key: str) -> Asked:
    return next(each for each in corpus() if each.key == key)


@cache
def texts(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "texts" / f"{name}.toml").read_text("utf-8"))


def attacks() -> list[str]:
    return [text for kind in texts("attacks").values() for text in kind]
