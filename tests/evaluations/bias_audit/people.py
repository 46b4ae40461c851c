"""Samples for tests: the 66 applicants of sixty_six.toml, and what was computed of them by hand."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluations.bias_audit.tables import Applicant

SELECTED_FROM = 70
DOCUMENT: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sixty_six.toml").read_text(encoding="utf-8"))
EXPECTED: dict[str, Any] = DOCUMENT["expected"]


def sixty_six() -> Iterator[Applicant]:
    for group in DOCUMENT["people"]:
        for result in group["results"]:
            score = None if result == "-" else result
            yield Applicant(group["sex"], group["race_ethnicity"], score, (score or 0) >= SELECTED_FROM)


def sample(*groups: tuple[int, str, str, int | None, bool]) -> Counter[Applicant]:
    """Of each group: how many there are, and what they have in common."""
    return Counter({Applicant(*group[1:]): group[0] for group in groups})
