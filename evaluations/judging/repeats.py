"""Sentences that the candidate has said to another question before: a memorized speech earns once. Pure.

Two sentences are the same when their words are, or nine in ten of the stems that carry meaning. What is short or says
little ("I would do that in the same way") is never one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice

from evaluations.judging.evidence import Quote
from providers.words import Span, sentences, stems, words

LEAST_WORDS = 6
LEAST_STEMS = 3
SAME_SHARE = 0.9
MOST_COMPARED = 40  # Of earlier sentences, for each one of this answer.

Stems = frozenset[str]


def repeated(answer: Mapping[int, str], earlier: Iterable[str]) -> list[Quote]:
    """`answer` by turn; `earlier` is what was said to the questions before this one."""
    known = index(stems_of(span) for text in earlier for span in telling(text))
    return [
        Quote(turn, span.start, span.start + len(span.text), span.text)
        for turn in sorted(answer)
        for span in telling(answer[turn])
        if is_known(stems_of(span), known)
    ]


def telling(text: str) -> Iterator[Span]:
    for span in sentences(text):
        if len(words(span.text)) >= LEAST_WORDS and len(stems(span.text)) >= LEAST_STEMS:
            yield span


def stems_of(span: Span) -> Stems:
    return frozenset(stems(span.text))


def index(sentences: Iterable[Stems]) -> dict[str, list[Stems]]:
    """Two that share nine in ten share one of their first: only those are kept, so few are compared."""
    found: dict[str, list[Stems]] = {}
    for each in sentences:
        for stem in beginning(each):
            found.setdefault(stem, []).append(each)
    return found


def is_known(one: Stems, known: Mapping[str, Sequence[Stems]]) -> bool:
    candidates = (each for stem in beginning(one) for each in known.get(stem, ()))
    return any(share(one, each) >= SAME_SHARE for each in islice(candidates, MOST_COMPARED))


def beginning(one: Stems) -> list[str]:
    return sorted(one)[: int(len(one) * (1 - SAME_SHARE)) + 1]


def share(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / max(len(one), len(other))
