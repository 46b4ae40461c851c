"""Public identifiers: a prefix that says what it is, and a ULID that sorts by time."""

from ulid import ULID

MAX_LENGTH = 40


def new_id(prefix: str) -> str:
    """`int_01J...`: at most 40 characters, unique, ordered by creation time."""
    return f"{prefix}_{ULID()}"
