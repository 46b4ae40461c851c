"""What a job title says of its field of work: the head word counts, its modifiers only together with it. Pure.

"Nurse Scheduling Software Developer" is a developer, "Head of Sales" sells, "Teacher, Primary School" teaches.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OCCUPATIONS = Path(__file__).with_name("occupations.toml")
ANY = "any"
"""The field of an occupation that is known, and of which the question bank knows nothing."""

MOST_PARTS = 10  # Whatever a title goes on to say, its work stands among the first.
WORD = re.compile(r"[^\W_][^\W_+#]*[+#]*")
# What follows one of these tells more of what stands before it: "Registrar of Voters", "Engineer (Software)".
PART = re.compile(r"\b(?:of|for|in|at|to|on|with|from|de|für|im|bei)\b|\s[-–—]+\s|[–—,;:|/()\[\]@]", re.IGNORECASE)
ASIDE = re.compile(r"\s[-–—]+\s|[–—,;:|/()\[\]@\n]")
LONGEST_SPOKEN_WORDS = 5
WORKING_TIME = re.compile(
    r"\b(?:full|part)[ -]?time\b|\bentry[ -]level\b|\ball genders\b|\bm\W+[fw]\W+[dx]\b", re.IGNORECASE
)


def field_of_title(title: str) -> str | None:
    """A field of the bank, `ANY`, or None when the title's words do not tell."""
    return next((field for words in readings(title) if (field := _known(words))), None)


def readings(title: str) -> list[list[str]]:
    """The title with its head word last; several when its parts could each be the head, the likeliest first."""
    parts = [part for part in map(_words, PART.split(WORKING_TIME.sub(" ", title))) if part][:MOST_PARTS]
    orders = [[*parts[:place], *parts[place + 1 :], parts[place]] for place in range(len(parts))]
    return [_without_standing([word for part in order for word in part]) for order in orders]


def spoken_title(title: str) -> str:
    """The title's first part as people say it; "" where it is too long for one, or holds no word."""
    parts = [part.split() for part in ASIDE.split(WORKING_TIME.sub(" ", title)) if WORD.search(part)]
    words = parts[0] if parts else []
    standing = _table()["words"]["standing"]
    first = words[next((at for at, word in enumerate(words[:-1]) if word.lower() not in standing), len(words) - 1) :]
    if len(first) > LONGEST_SPOKEN_WORDS or not all(word.replace("-", "").replace("'", "").isalpha() for word in first):
        return ""
    return " ".join(word if sum(map(str.isupper, word)) > 1 else word.lower() for word in first)


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if not word.isdigit()]


def _without_standing(words: list[str]) -> list[str]:
    learning = _table()["words"]["learning"]
    last = next((place for place in reversed(range(len(words))) if words[place] not in learning), 0)
    passed_over = (*learning, *_table()["words"]["standing"])
    return [word for word in words[:last] if word not in passed_over] + words[last : last + 1]


def _known(words: list[str]) -> str | None:
    return next((occupations()[ending] for ending in _endings(words) if ending in occupations()), None)


def _endings(words: list[str]) -> Iterator[str]:
    """Longest first, each also in the singular and with a leader's name for its last word."""
    for start in range(max(0, len(words) - _most_words()), len(words)):
        *before, last = words[start:]
        heads = [last, last.removesuffix("s"), *(["manager"] if last in _table()["words"]["leaders"] else [])]
        yield from (" ".join([*before, head]) for head in heads)


@cache
def occupations() -> dict[str, str]:
    """The field of each occupation that the table knows."""
    return {name: field for field, names in _table()["fields"].items() for name in names}


@cache
def _most_words() -> int:
    return max(len(name.split()) for name in occupations())


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(OCCUPATIONS.read_text(encoding="utf-8"))
