"""What a cell of an exported table may hold. Pure.

A spreadsheet cuts a file at the separator of its locale and takes the quotes of another one for letters, so a formula
may begin behind each separator and each line break of a text, whatever stands between quotes.

The rule, which loses nothing: at the beginning of a text, and behind each of SEPARATORS in it, one apostrophe is put
where a formula sign follows, with or without blanks, invisible characters, quotes and apostrophes before it. Whoever
wants the very words takes one apostrophe away at each of these places; all other texts are themselves. Numbers stay
numbers.
"""

import re
from decimal import Decimal
from typing import Any

SEPARATORS = ",;\t|\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# With what compatibility normalization (NFKC) makes a sign of, and the minus sign proper.
FORMULA_SIGNS = "=+\\-@\t\r＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−﬩⩵⩶"
# Blanks, quotes, controls (Cc), formats (Cf), what Unicode lets a program ignore, and braille without a dot.
PASSED_OVER = (
    r"\"'\s\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
BEFORE_A_FORMULA = re.compile(rf"(?:\A|(?<=[{SEPARATORS}]))(?=(?:(?![{SEPARATORS}])[{PASSED_OVER}])*[{FORMULA_SIGNS}])")


def cell(value: Any) -> str | int | float | Decimal:
    """`value` in a form that no spreadsheet runs as a formula."""
    if isinstance(value, int | float | Decimal):
        return value
    return "" if value is None else BEFORE_A_FORMULA.sub("'", str(value))
