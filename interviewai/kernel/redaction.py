"""What must never reach a log: keys in paths, passwords in addresses, mail addresses, query strings, rows."""

import re
from collections.abc import Callable, Mapping

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _without_address(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else "[mail address]"


RULES: tuple[Rule, ...] = (
    # A link is its own password: candidates, invited colleagues, mail confirmation, password reset, recordings.
    (re.compile(r"(/(?:i|invitations|confirm-email|reset/key|recordings)/)[^/\s\"'?]+"), r"\1[key]"),
    # A candidate's token alone: 40 characters of base 32.
    (re.compile(r"\b[a-z2-7]{40}\b"), "[key]"),
    # What platforms hold: API keys and signing secrets.
    (re.compile(r"\b(iai_(?:live|test)_|whsec_)[\w+/=-]{8,}"), r"\1[key]"),
    (re.compile(r"(://)[^/\s@\"']*@"), r"\1[credentials]@"),
    # What is no address is passed over whole, so that a long word does not cost the square of its length.
    (re.compile(r"[\w.+%-]++(@[\w-]+(?:\.[\w-]+)+)?"), _without_address),
    # Postgres quotes the whole row that it refused: an answer, a name. All up to where the next exception is told.
    (re.compile(r"(Failing row contains ).*?(?=\n\n(?:The above|During)|\Z)", re.DOTALL), r"\1[row]"),
    (re.compile(r"((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [^\s?]*)\?\S*"), r"\1?[query]"),
)


def redacted(text: str) -> str:
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def redacted_value(value: object) -> object:
    """The same for whatever a log call was given; what is neither text nor a container stays as it is."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, Mapping):
        return {name: redacted_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted_value(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redacted(str(value))
