"""Questions with answers of five kinds, and texts, all of our own. Read once; nothing here judges."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from interviews.plan import PlannedQuestion

HERE = Path(__file__).parent
# From the best to the worst; the first three are right answers.
KINDS = ("list", "strong_plain", "strong", "fair", "weak")
RIGHT = KINDS[:3]
SAID_PLAINLY = ("list", "strong_plain", "fair", "weak")


@dataclass(frozen=True)
class Asked:
    """A question and what was answered to it, by kind. Engines are tuned on what is not `held_out`."""

    planned: PlannedQuestion
    field: str
    held_out: bool
    answers: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return self.planned.key

    def answer(self, kind: str) -> str:
        return dict(self.answers)[kind]


@cache
def corpus() -> tuple[Asked, ...]:
    return tuple(_asked(path.stem, entry) for path in sorted((HERE / "answers").glob("*.toml")) for entry in _in(path))


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


def _in(path: Path) -> Iterator[dict[str, Any]]:
    yield from tomllib.loads(path.read_text("utf-8"))["questions"]


def _asked(field: str, entry: dict[str, Any]) -> Asked:
    planned = PlannedQuestion.model_validate(
        {
            "key": entry["id"],
            "text": entry["text"],
            "type": entry["type"],
            "competency": entry["competency"],
            "expected_points": entry["points"],
            "anchors": {name: entry[name] for name in ("low", "middle", "high")},
            "probe": "",
        }
    )
    return Asked(planned, field, entry["held_out"], tuple((kind, entry[kind]) for kind in KINDS))
