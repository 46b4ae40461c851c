"""The Range header (RFC 9110, 14.2) for one range of bytes, which is what audio players ask for."""

import re
from dataclasses import dataclass

RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")


class Unsatisfiable(ValueError):
    """The range lies behind the end: to be answered with 416."""


@dataclass(frozen=True)
class ByteRange:
    first: int
    last: int  # included

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def wanted(header: str, size: int) -> ByteRange | None:
    """None when the whole is wanted: no header, or one that may be ignored (several ranges, other units, nonsense)."""
    match = RANGE.fullmatch(header.strip())
    if not match or not (match["first"] or match["last"]):
        return None
    if not match["first"]:
        suffix = int(match["last"])
        if not suffix or not size:
            raise Unsatisfiable
        return ByteRange(max(size - suffix, 0), size - 1)
    first, last = int(match["first"]), int(match["last"] or size)
    if last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return ByteRange(first, min(last, size - 1))
