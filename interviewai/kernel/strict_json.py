"""JSON that others send, without the guesses: what has two meanings, or none, is refused with its place.

Two members of one name: parsers differ in which one counts (RFC 8259, 4), so none does.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

DIGITS_MAX = 300  # of a whole number: beyond 308 no float holds it


class Unreadable(ValueError):
    """A sentence that holds nothing of the text, and a JSON pointer (RFC 6901), None where it is not JSON at all."""

    def __init__(self, message: str, pointer: str | None = None, code: str = "malformed") -> None:
        super().__init__(message)
        self.message, self.pointer, self.code = message, pointer, code


class Repeated(dict[str, Any]):
    """An object in which `name` stands more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.name = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def read(text: str, *, depth_max: int, any_number: bool = False) -> Any:
    """Raises Unreadable. With `any_number`, NaN, infinite and huge numbers are for the caller to judge."""
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_int=_whole_number)
    except RecursionError:
        raise _too_deep(depth_max) from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"It is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    _check(value, "", depth_max, depth_max, any_number)
    return value


def below(pointer: str, name: object) -> str:
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(pairs)


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= DIGITS_MAX else math.inf


def _check(value: Any, pointer: str, levels_left: int, depth_max: int, any_number: bool) -> None:
    if levels_left < 0:
        raise _too_deep(depth_max)
    if isinstance(value, Repeated):
        raise Unreadable("A member stands here twice.", below(pointer, value.name), "repeated_member")
    if isinstance(value, float) and not any_number and not math.isfinite(value):
        raise Unreadable("This number is too large, or none.", pointer, "number")
    for name, item in _items(value):
        _check(item, below(pointer, name), levels_left - 1, depth_max, any_number)


def _items(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _too_deep(depth_max: int) -> Unreadable:
    return Unreadable(f"It is nested more than {depth_max} levels deep.")
