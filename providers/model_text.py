"""The one door for what a model writes: after it, code may store the text, show it and read it aloud.

Control, bidi and other invisible characters, and lone surrogates, are gone from every text of an answer. A field that
is prose says so by its type (`Prose`): markdown is gone too, and it is one line. A quote is not prose: it is compared
with what the candidate said.
"""

import json
import re
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError

from providers.text.invisible import strip_invisible, strip_invisible_everywhere

ANSWER_MAX_CHARS = 200_000  # Several times the longest that is asked for, 12 questions with all that belongs to them.
TRANSCRIPT_MAX_CHARS = 20_000  # Nobody says more in the five minutes that a recording may take.

Output = TypeVar("Output", bound=BaseModel)

MARKDOWN = (
    (re.compile(r"^[ \t]*(```|~~~)[\w-]*[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]{0,3}(#{1,6}|>|[-*+•])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\((?:[a-z]+:|[/#.])[^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"), r"\1"),
    (re.compile(r"(?<!`)`++([^`\n]++)`++"), r"\1"),
    (re.compile(r"\*\*(?=\S)((?:(?!\*\*).)++)(?<=\S)\*\*(?!\w)"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)(?=[^_\n]* )([^_\n]++)(?<=\S)__(?!\w)"), r"\1"),  # With a blank: `__init__` is a name.
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)"), r"\1"),
    (re.compile(r"~~(?=\S)((?:(?!~~).)++)(?<=\S)~~"), r"\1"),
)


class Unfit(ValueError):
    """An answer of the wrong shape. The message says what is wrong and where, and quotes nothing."""


def clean(text: str, most: int = ANSWER_MAX_CHARS) -> str:
    """Storable and showable, the words as they were."""
    return strip_invisible(text)[:most]


def prose(value: Any) -> Any:
    """One line without markdown. What is no text is left to the model that validates it."""
    if not isinstance(value, str):
        return value
    for mark, words in MARKDOWN:
        value = mark.sub(words, value)
    return " ".join(value.split())


def prose_up_to(most: int) -> BeforeValidator:
    """Prose that is cut where it is too long: for a text without which the answer is still good."""
    return BeforeValidator(lambda value: text[:most].rstrip() if isinstance(text := prose(value), str) else text)


def says_something(text: str) -> str:
    """Marks alone are not read aloud. Raises ValueError, as a validator does."""
    if not any(character.isalnum() for character in text):
        raise ValueError("there is no word in it")
    return text


Prose = Annotated[str, BeforeValidator(prose)]
Words = Annotated[Prose, AfterValidator(says_something)]


def read(text: str, output: type[Output]) -> Output:
    """Raises Unfit."""
    if len(text) > ANSWER_MAX_CHARS:
        raise Unfit(f"document: at most {ANSWER_MAX_CHARS} characters are possible")
    try:
        document = json.loads(without_fence(text), strict=False, parse_constant=_refuse_constant)
        cleaned = json.dumps(strip_invisible_everywhere(document))
    except (ValueError, RecursionError):
        raise Unfit("document: this is not JSON") from None
    try:
        return output.model_validate_json(cleaned)
    except ValidationError as error:
        raise Unfit(describe(error)) from None


def describe(error: ValidationError) -> str:
    """What is wrong and where, without the values."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{_place(p['loc'])}: {p['msg']}" for p in problems[:10])


def without_fence(text: str) -> str:
    """JSON out of the ```json fence that many models put around it."""
    stripped = text.strip().removeprefix("\ufeff")
    if stripped.startswith("```") and stripped.endswith("```") and "\n" in stripped:
        return stripped.split("\n", 1)[1].removesuffix("```")
    return stripped


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:60] for part in location) or "document"


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no numbers of JSON")
