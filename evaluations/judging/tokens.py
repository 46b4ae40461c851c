"""A text as tokens that can be compared, each with its place in the original. Pure, and no dearer than the length.

Folded away is what speech recognition, keyboards and models write differently: white space, case, compatibility forms,
quotation marks, apostrophes, invisible characters, and each mark between words. Inside a number or a name a mark means
something and stays: 1.5, -3, 3.5%, v2.1, C++.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from providers.text.folding import DASH, DIFFERENT_SIGNS, fold

# Over the kinds of signs: A is a capital letter, a another one, 0 a digit, o a letter of a script that is written
# without blanks, m a mark on the sign before it. Every other sign stands for itself.
TOKEN = re.compile(
    r"""
    (?:(?<![aA0om.])[-–+±<>≤≥$€£¥.]{1,2}(?=0))?+
    [aA0][aA0m]*+
    (?:
      (?: (?<=0)[.,:/×⁄–-](?=0) | (?<=0)\.(?=a) | (?<=[aA])\.(?=0)
        | (?<=[aAm])'(?=[aA]) | [@&](?=[aA0]) | (?<=0)°(?=[aA]) )
      [aA0][aA0m]*+
    )*+
    (?:[%‰°€$£¥](?![aA0o]) | \+\+(?![aA0o]) | [+\#](?![aA0o+\#]))?+
    | om*+
    """,
    re.VERBOSE,
)
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})++(?![\d,])")
GLUE = frozenset("-_")
ENDS_A_CLAUSE = re.compile(r"[.,;:!?\n…—–。，；：！？]")


@dataclass(frozen=True)
class Token:
    """`text[start:end]` of the original. `glued`: a hyphen binds it to the token before, so no quote begins here.

    `opens`: a mark that ends a clause stands before it.
    """

    text: str
    start: int
    end: int
    glued: bool
    opens: bool


def tokens(text: str) -> list[Token]:
    folded, origins = fold(text)
    kinds = "".join(kinds_of(folded, origins, text))
    found: list[Token] = []
    last = 0
    for match in TOKEN.finditer(kinds):
        start, end = match.span()
        begins, ends = origins[start], origins[end - 1] + 1
        opens = not found or ENDS_A_CLAUSE.search(text[found[-1].end : begins]) is not None
        glued = bool(found) and folded[last:start] in GLUE
        found.append(Token(canonical(folded[start:end]), begins, ends, glued, opens))
        last = end
    return found


def canonical(token: str) -> str:
    """However its apostrophes, dashes and thousands are written."""
    plain = token.replace("'", "").replace(DASH, "-")
    return THOUSANDS.sub(lambda number: number.group().replace(",", ""), plain)


def kinds_of(folded: str, origins: list[int], text: str) -> Iterator[str]:
    for sign, origin in zip(folded, origins, strict=True):
        yield kind_of(sign, text[origin])


@lru_cache(maxsize=DIFFERENT_SIGNS)
def kind_of(sign: str, original: str) -> str:
    if sign.isascii() and not sign.isalnum():
        return sign
    category = unicodedata.category(sign)
    if category.startswith("M"):
        return "m"
    if category.startswith("L"):
        return "o" if category == "Lo" else "A" if original.isupper() else "a"
    return "0" if sign.isalnum() else sign
