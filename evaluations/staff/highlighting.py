"""Cuts an answer into marked and unmarked parts. Pure; the template escapes each part."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

Mark = Literal["", "evidence", "flag"]


@dataclass(frozen=True)
class Part:
    text: str
    mark: Mark


def highlight(
    text: str, turn: int, evidence: Iterable[dict[str, Any]], flagged: Iterable[dict[str, Any]] = ()
) -> list[Part]:
    """Quotes may overlap; one that no longer stands in the text is left out. A flag is seen above evidence."""
    spans = {"evidence": spans_of(text, turn, evidence), "flag": spans_of(text, turn, flagged)}
    edges = sorted({0, len(text), *(edge for found in spans.values() for span in found for edge in span)})
    parts: list[Part] = []
    for start, end in pairwise(edges):
        mark = mark_at(start, spans)
        if parts and parts[-1].mark == mark:
            parts[-1] = Part(parts[-1].text + text[start:end], mark)
        else:
            parts.append(Part(text[start:end], mark))
    return parts


def spans_of(text: str, turn: int, quotes: Iterable[dict[str, Any]]) -> list[tuple[int, int]]:
    return [
        (quote["start"], quote["end"])
        for quote in quotes
        if quote["turn"] == turn and text[quote["start"] : quote["end"]] == quote["quote"]
    ]


def mark_at(index: int, spans: dict[str, list[tuple[int, int]]]) -> Mark:
    marks: tuple[Mark, ...] = ("flag", "evidence")
    return next((mark for mark in marks if any(start <= index < end for start, end in spans[mark])), "")
