"""Chance that comes out the same each time: for one purpose and one text, always the same numbers."""

from random import Random


def chance(*purpose: str) -> Random:
    return Random(":".join(("assessment", *purpose)))  # noqa: S311  # Nothing secret hangs on it.
