"""Quotes: those that say something else than what was said are refused, true ones are found whatever the marks."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.table import Row
from evaluations.judging.audit.transformations.pieces import sentences_of
from evaluations.judging.evidence import check
from tests.assessment.comparison import share
from tests.assessment.corpus import Asked, corpus, texts
from tests.assessment.engine import Engine

TURN = 1
SHORTEST = 6  # Words of a sentence that is quoted.
CUT_AIM, FORGED_AIM, FOUND_AIM = 0, 0, 99  # percent
TYPED = "\u3164"


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    """The same whichever engine: code checks quotes."""
    return [
        Row("quotes cut inside a number: accepted", share(list(accepted("numbers", "cut"))), "%", CUT_AIM),
        Row(
            "quotes that leave out what turns them round: accepted",
            share(list(accepted("negations", "cut"))),
            "%",
            CUT_AIM,
        ),
        Row(
            "whole quotes with such numbers and negations: found",
            found("numbers", "negations"),
            "%",
            FOUND_AIM,
            more_is_better=True,
        ),
        Row("invented quotes: accepted", share([is_found(quote, text) for quote, text in invented()]), "%", FORGED_AIM),
        Row(
            "true quotes: found",
            share([is_found(quote, text) for quote, text in quoted()]),
            "%",
            100,
            more_is_better=True,
        ),
        *mark_rows(),
        Row(
            "true quotes from an answer with a typed U+3164: found",
            found_beside_blank(),
            "%",
            FOUND_AIM,
            more_is_better=True,
        ),
    ]


def mark_rows() -> list[Row]:
    return [
        Row(
            f"true quotes {how}: found",
            share([is_found(other, text) for quote, text in quoted() if (other := change(quote)) != quote]),
            "%",
            FOUND_AIM,
            more_is_better=True,
        )
        for how, change in OTHER_MARKS.items()
    ]


OTHER_MARKS: Mapping[str, Callable[[str], str]] = {
    "without commas": lambda quote: re.sub(r"(?<!\d),", "", quote),
    "with another comma": lambda quote: re.sub(r"(?<=\w) (?=and |then |that |so )", ", ", quote),
    "with a space for a hyphen": lambda quote: re.sub(r"(?<=[a-z])-(?=[a-z])", " ", quote),
    "with a hyphen for a space": lambda quote: re.sub(r"\b(for|pull|up|one|two|right) (?=[a-z])", r"\1-", quote),
    "with typographic marks": lambda quote: quote.replace("'", "’").replace(", ", " – "),
    "with semicolons": lambda quote: quote.replace(", ", "; "),
}


def accepted(kind: str, which: str) -> Iterator[bool]:
    for entry in texts("quotes")[kind]:
        for quote in entry[which]:
            yield is_found(quote, entry["text"])


def found(*kinds: str) -> float:
    return share([is_quoted for kind in kinds for is_quoted in accepted(kind, "true")])


def is_found(quote: str, text: str) -> bool:
    return bool(check([(TURN, quote)], {TURN: text}).quotes)


def quoted() -> Iterator[tuple[str, str]]:
    """Whole sentences of right answers, and the answers."""
    for asked in corpus():
        text = asked.answer("strong")
        for sentence in sentences_of(text):
            if len(sentence.split()) >= SHORTEST:
                yield sentence, text


def invented() -> Iterator[tuple[str, str]]:
    """What somebody said, looked for in what somebody else said; and halves of two sentences put together."""
    said = list(quoted())
    for place, (sentence, text) in enumerate(said):
        elsewhere = said[(place + len(said) // 2) % len(said)][0]
        yield elsewhere, text
        yield " ".join([*sentence.split()[:3], *elsewhere.split()[3:]]), text


def found_beside_blank() -> float:
    return share([is_found(quote, f"{text.replace(' ', f'{TYPED} ', 3)}{TYPED}") for quote, text in quoted()])
