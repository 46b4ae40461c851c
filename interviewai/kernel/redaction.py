"""What must never reach a log: keys in paths, passwords in addresses, mail addresses, query strings, rows."""

import re
from collections.abc import Callable, Mapping

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


LONGEST = 2_000


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


def redacted(text: str, longest: int = LONGEST) -> str:
    """What is longer than `longest` is cut first, so that a text costs no more than that, whoever wrote it."""
    kept = text if len(text) <= longest else text[: _end_of_whole_words(text, longest)]
    left_out = len(text) - len(kept)
    for pattern, replacement in RULES:
        kept = pattern.sub(replacement, kept)
    return f"{kept}[{left_out:,} more characters]" if left_out else kept


def redacted_value(value: object, longest: int = LONGEST) -> object:
    """The same for whatever a log call was given; what is neither text nor a container stays as it is."""
    if isinstance(value, str):
        return redacted(value, longest)
    if isinstance(value, Mapping):
        return {name: redacted_value(item, longest) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted_value(item, longest) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redacted(str(value), longest)


def _end_of_whole_words(text: str, most: int) -> int:
    """Half a key, half an address is no longer known for one, and still tells: no word is cut, it is left out."""
    return next((end for end in range(most, 0, -1) if text[end - 1] == "/" or text[end - 1].isspace()), 0)
