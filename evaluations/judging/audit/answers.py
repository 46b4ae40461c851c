"""Questions with answers of five kinds, from files of one format. Read once; nothing here judges."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviews.plan import PlannedQuestion

SHIPPED = Path(__file__).with_name("answers")
# From the best to the worst; the first three are right answers.
KINDS = ("list", "strong_plain", "strong", "fair", "weak")
RIGHT = KINDS[:3]


class Unreadable(ValueError):
    """The message names the file."""


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


def read(folder: Path) -> tuple[Asked, ...]:
    """Raises Unreadable."""
    return tuple(asked for path in sorted(folder.glob("*.toml")) for asked in in_file(path))


def in_file(path: Path) -> Iterator[Asked]:
    try:
        for entry in tomllib.loads(path.read_text("utf-8"))["questions"]:
            yield asked(path.stem, entry)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"{path.name} is not a file of answers: {type(error).__name__}.") from error


def asked(field: str, entry: dict[str, Any]) -> Asked:
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
