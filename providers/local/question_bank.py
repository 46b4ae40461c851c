"""The authored questions that coverage chooses from: question_bank/*.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("question_bank")


@dataclass(frozen=True)
class BankQuestion:
    """`subject` is what the question is about, in words that a job description uses. `field` is its file."""

    id: str
    field: str
    subject: str
    type: str
    competency: str
    levels: tuple[str, ...]
    text: str
    points: tuple[str, ...]
    low: str
    middle: str
    high: str
    probe: str

    def as_output(self, text: str | None = None) -> dict[str, Any]:
        """In the shape of `generate_questions`; with another text for an organization's own question."""
        return {
            "text": text or self.text,
            "type": self.type,
            "competency": self.competency,
            "expected_points": list(self.points),
            "anchors": {"low": self.low, "middle": self.middle, "high": self.high},
            "probe": self.probe,
        }


@cache
def bank() -> tuple[BankQuestion, ...]:
    return tuple(question for field, table in _files().items() for question in _read(field, table))


@cache
def fields() -> dict[str, str]:
    """What each field of work is about; none for the files that fit any job."""
    return {field: table["about"] for field, table in _files().items() if table["about"]}


def parts_of(field: str) -> tuple[str, ...]:
    """The fields that go deeper into this one: back end is part of software."""
    return tuple(part for part, table in _files().items() if table.get("part_of") == field)


def duties_of(field: str) -> tuple[str, ...]:
    """What people of this field do, as verb phrases in base form."""
    return tuple(_files()[field].get("duties", ()))


@cache
def _files() -> dict[str, dict[str, Any]]:
    return {path.stem: _parse(path) for path in sorted(FOLDER.glob("*.toml"))}


def _parse(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(field: str, table: dict[str, Any]) -> list[BankQuestion]:
    return [
        BankQuestion(
            id=entry["id"],
            field=field,
            subject=f"{entry['competency']}: {entry['topics']}",
            type=entry["type"],
            competency=entry["competency"],
            levels=tuple(entry["levels"]),
            text=entry["text"],
            points=tuple(entry["points"]),
            low=entry["low"],
            middle=entry["middle"],
            high=entry["high"],
            probe=entry["probe"],
        )
        for entry in table["questions"]
    ]
