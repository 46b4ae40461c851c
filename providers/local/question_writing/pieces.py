"""A job description in pieces, each with the part of the description that it stands in. Pure.

Linear in the description; what is beyond MOST_CHARS or MOST_PIECES is not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from providers.local.question_writing.not_duties import is_order
from providers.text.language import is_english

MOST_CHARS = 20_000
MOST_PIECES = 2_000
LONGEST_HEADING_WORDS = 7
SHOUTED = 0.7

Part = Literal["duties", "requirements", "unknown", "elsewhere"]

BULLET = re.compile(r"^[ \t]*(?:[-*+•●▪◦‣·–—>✓✔➤#]{1,6}|\(?\d{1,2}[.)]|[a-z]\))[ \t]*", re.IGNORECASE)
INLINE_BULLET = re.compile(r"\s[•●▪◦‣·✓✔➤]\s|\s\*\s")
END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bMr)(?<!\bDr)(?<!\bno)(?<!\bapprox)(?<![.!?])[.!?]++(?=\s|$)|;|\s[–—-]{1,2}\s"
)
HEADED = re.compile(r"^([^:.;]{2,60}):(?!\S)(.*)$")
PARENTHESES = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|\*\*|__|[`\"“”„«»]")
HEADINGS: dict[Part, re.Pattern[str]] = {
    "elsewhere": re.compile(
        r"\b(?:offer|benefits?|perks?|about (?:us|the company)|who we are|what you(?: will|'ll)? get|apply|contact"
        r"|equal"
        r"|compensation|salary|pay|company|location|why (?:us|join)|we are|our (?:culture|values)|hours|start"
        r"|schedule)\b",
        re.IGNORECASE,
    ),
    "duties": re.compile(
        r"\b(?:tasks?|duties|responsib\w+|what you(?:'ll| will)? (?:do|be doing|work on)|you will|you'll|role"
        r"|the job|your day"
        r"|day[- ]to[- ]day|main activities|accountabilit\w+|mission|job description|position|the work|deliverables)\b",
        re.IGNORECASE,
    ),
    "requirements": re.compile(
        r"\b(?:requirements?|qualifications?|skills|profile|what (?:you bring|we need|we expect|we look for)"
        r"|must[- ]haves?"
        r"|nice[- ]to[- ]have|you(?: have| bring)?|experience|we are looking for|ideal candidate|essential"
        r"|desirable|criteria)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True)
class Piece:
    part: Part
    text: str
    is_bullet: bool


def pieces(description: str) -> list[Piece]:
    """Sentences and bullets in English that may tell of the work, in their order."""
    return list(islice(_pieces(_calm(description[:MOST_CHARS])), MOST_PIECES))


def _pieces(description: str) -> Iterator[Piece]:
    part: Part = "unknown"
    for line in description.replace("’", "'").splitlines():
        bullet = BULLET.match(line)
        text = PARENTHESES.sub(" ", line[bullet.end() :] if bullet else line).strip()
        if not text or (is_order(text) and len(text) < 200):
            continue
        if named := _heading(text, bool(bullet and "#" not in bullet.group())):
            part = named
            continue
        yield from _of_line(text, part, bool(bullet))


def _of_line(text: str, part: Part, is_bullet: bool) -> Iterator[Piece]:
    here = part
    for bit in INLINE_BULLET.split(text):
        for sentence in map(str.strip, END.split(bit)):
            here, rest = _opened(sentence, here)
            if not rest:
                continue
            if is_order(sentence):
                break
            if here != "elsewhere" and is_english(rest):
                yield Piece(here, rest, is_bullet)


def _opened(sentence: str, part: Part) -> tuple[Part, str]:
    """ "Tasks: plan lessons" stands among the tasks."""
    headed = HEADED.match(sentence)
    if headed and len(headed[1].split()) <= LONGEST_HEADING_WORDS and (named := _named(headed[1])):
        return named, headed[2].strip()
    return part, sentence


def _heading(text: str, is_bullet: bool) -> Part | None:
    plain = text.rstrip(" :")
    if is_bullet or len(plain.split()) > LONGEST_HEADING_WORDS or plain.endswith((".", ";", ",", "!")):
        return None
    return _named(plain) if text.endswith(":") or _looks_like_a_heading(plain) else None


def _looks_like_a_heading(plain: str) -> bool:
    return plain[:1].isupper() and "," not in plain


def _named(heading: str) -> Part | None:
    return next((part for part, pattern in HEADINGS.items() if pattern.search(heading)), None)


def _calm(description: str) -> str:
    """What is shouted throughout says nothing by its capitals."""
    letters = [sign for sign in description if sign.isalpha()]
    shouted = sum(map(str.isupper, letters)) > SHOUTED * len(letters)
    return description.lower() if shouted else description
