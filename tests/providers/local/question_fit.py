"""How well questions fit a job of jobs.toml. Pure: the figures that tests and `make assess` bound."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jobs.generated_questions import GeneratedQuestion, sameness

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("jobs.toml").read_text(encoding="utf-8"))
JOBS: list[dict[str, Any]] = TABLE["jobs"]


def described(job: Mapping[str, Any], difficulty: str) -> dict[str, str]:
    """The job as generation gets it; one that is `padded` stands among talk about employer and terms."""
    missing = job.get("padded", 0) - len(job["description"])
    around = TABLE["employer"] * (max(0, missing) // len(TABLE["employer"]))
    half = around.find("About us", len(around) // 2)
    return {
        "title": job["title"],
        "description": f"{around[:half]}{job['description']}\n{around[half:]}" if around else job["description"],
        "industry": job.get("industry", ""),
        "difficulty": difficulty,
    }


def fit(job: Mapping[str, Any], questions: Sequence[GeneratedQuestion]) -> dict[str, int]:
    """`about_duties`: how many speak of what the job `must` ask; `strange_words`: what it must not, found anywhere."""
    return {
        "count": len(questions),
        "about_duties": sum(bool(found(job["must"], [question.text])) for question in questions),
        "strange_words": len(strange_words(job, questions)),
        "repeats": len(questions) - len({sameness(question.text) for question in questions}),
        "behavioral": sum(question.type == "behavioral" for question in questions),
        "communication": sum(question.type == "communication" for question in questions),
    }


def strange_words(job: Mapping[str, Any], questions: Iterable[GeneratedQuestion]) -> list[str]:
    return found(job["must_not"], (text for question in questions for text in texts(question)))


def changed(one: Sequence[GeneratedQuestion], other: Sequence[GeneratedQuestion]) -> int:
    """How many of the first are not asked in the second."""
    return len({sameness(question.text) for question in one} - {sameness(question.text) for question in other})


def found(beginnings: Iterable[str], among: Iterable[str]) -> list[str]:
    """Which of these words begin a word of the texts."""
    said = "\n".join(among).lower()
    return [start for start in beginnings if re.search(rf"(?<!\w){re.escape(start.lower())}", said)]


def texts(question: GeneratedQuestion) -> list[str]:
    anchors = question.anchors
    return [question.text, *question.expected_points, anchors.low, anchors.middle, anchors.high, question.probe]
