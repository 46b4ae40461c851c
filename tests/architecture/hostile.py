"""Texts that somebody writes to make a server work, and whether one costs more than its length."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any

Text = Callable[[int], str]
"""The same text in any length."""

LETTERS_AND_SIGNS = """
a é 1 ’s e\u0301 ﷺ \U0001d173 _ - -a . a. a.b. : :// @ @a. a@ ' " 'a .' ." ( (a) [ [[ [a]( ](a ](/ { < <a
* *a **a _a ` `a ``` ~~ ~~a # % %0 %00 / /a // a/ \\ = ,= + ? ! !a … /i/ iai_live_
"""
PIECES = (
    *LETTERS_AND_SIGNS.split(),
    *("a ", ", ", "a, ", "we, I, ", "; ", "* ", " _a", "~~a ", "# ", "> ", ', "', "GET ", "GET /", "trainee, "),
    *("Failing row contains ", " ", "\t", "\n", "\r\n", " \n", "\n\n", "\n ", "\u0301", "\u200b", "\u00a0", "\0"),
)
AROUND = (("", ""), ("", "a"), ("", "\n!"), ("a", "!"), ('"', "\0"), ("__", ""))
SMALL = 3_000  # characters; a square of them takes long enough to be seen
BELOW_NOTICE_S = 0.006
GROWTH = 3.0  # Twice the text costs twice as much, its square four times.
SURELY_NO_SQUARE = 2.3  # At first sight.
TRIES, RUNS = 3, 3
LITERAL = re.compile(r"[^\W_](?:[\w ]*[^\W_])?")
ESCAPE = re.compile(r"\\[a-zA-Z]|\\")


def texts(around: Iterable[tuple[str, str]] = (("", ""), ("", "a"))) -> Iterator[Text]:
    for piece, (first, last) in product(PIECES, around):
        yield partial(_text, first, piece, last)


def texts_for(pattern: re.Pattern[str]) -> Iterator[Text]:
    """With the words that the pattern itself looks for: again and again, and before a long run of something else."""
    yield from texts(AROUND)
    for word in dict.fromkeys(LITERAL.findall(ESCAPE.sub("", pattern.pattern))):
        yield partial(_text, "", word, "")
        yield partial(_text, "", f"{word} ", "\n!")
        yield from (partial(_text, word, piece, "\n!") for piece in ("a", " ", ".", "a ", "\n"))


def costlier_than_its_length(work: Callable[[str], Any], among: Iterable[Text]) -> str | None:
    """The first such text, short."""
    return next((text(12) for text in among if _costs_more(work, text)), None)


def _costs_more(work: Callable[[str], Any], text: Text) -> bool:
    """Each time anew, so that a busy machine is not taken for slow code."""
    return all(_grows(work, text) for _ in range(TRIES))


def _grows(work: Callable[[str], Any], text: Text) -> bool:
    """From doubling to doubling: at some length a library takes another algorithm, and costs more just once."""
    found = _cost(work, text(2 * SMALL))
    if found <= BELOW_NOTICE_S or found <= SURELY_NO_SQUARE * _cost(work, text(SMALL)):
        return False
    return all(_outgrows(work, text(size * SMALL), text(2 * size * SMALL)) for size in (1, 2))


def _outgrows(work: Callable[[str], Any], text: str, doubled: str) -> bool:
    """What a busy machine adds is never less than nothing, so one run that costs little settles it."""
    bound = GROWTH * min(_cost(work, text) for _ in range(RUNS))
    return all(_cost(work, doubled) > bound for _ in range(RUNS))


def _text(first: str, piece: str, last: str, size: int) -> str:
    return f"{first}{piece * (size // len(piece))}{last}"


def _cost(work: Callable[[str], Any], text: str) -> float:
    before = time.thread_time()
    work(text)
    return time.thread_time() - before
