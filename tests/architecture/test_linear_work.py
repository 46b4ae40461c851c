"""What somebody writes costs no more than its length: in each pattern, and each function that takes a text apart."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from inspect import isfunction, signature
from typing import Any

import pytest

from evaluations.judging.circumstances import in_common
from evaluations.judging.evidence import check, locate
from interviewai.kernel.errors import DomainError
from interviews.conversation.follow_up_check import MAX_CHARS, unfit_because
from interviews.masking.person import Person, masked
from providers.local.guards import is_gibberish, without_echo
from providers.local.question_writing.phrases import phrases
from providers.words import sentences
from tests.architecture.hostile import costlier_than_its_length, texts, texts_for
from tests.architecture.patterns import held, sources, uncompiled
from tests.interviews.planned import QUESTION

USES: dict[str, Callable[[re.Pattern[str]], Callable[[str], Any]]] = {
    "fullmatch": lambda pattern: pattern.fullmatch,
    "sub": lambda pattern: lambda text: pattern.sub("", text),
}
"""At one place, and at each place."""

PARTS = 12  # Of all patterns, so that several processes share them.
READ_WHAT_ANYBODY_WRITES = (
    "evaluations.judging.evidence",
    "evaluations.judging.tokens",
    "evaluations.staff.cells",
    "interviewai.kernel.redaction",
    "interviews.conversation.follow_up_check",
    "interviews.conversation.transcript",
    "interviews.masking.own_name",
    "interviews.synthetic.characters",
    "organizations.api_requests.recording",
    "providers.addressing",
    "providers.declining",
    "providers.text.language",
    "providers.local.guards",
    "providers.local.hearing",
    "providers.local.measuring.spoken",
    "providers.local.question_writing.duties",
    "providers.local.question_writing.job_titles",
    "providers.local.question_writing.not_duties",
    "providers.local.question_writing.pieces",
    "providers.text.folding",
    "providers.text.invisible",
    "providers.local.questions",
    "providers.model_text",
    "providers.tts",
    "providers.words",
)


def of_one_text(module: str) -> Iterator[Callable[[str], Any]]:
    """Its functions that need one text and nothing else."""
    for function in vars(import_module(module)).values():
        if isfunction(function) and function.__module__ == module:
            needed = [each for each in signature(function).parameters.values() if each.default is each.empty]
            if [each.annotation for each in needed] in ([str], [Any]) and needed[0].name != "character":
                yield function


def unless_refused(function: Callable[[str], Any]) -> Callable[[str], None]:
    def work(text: str) -> None:
        with suppress(DomainError, ValueError, IndexError):
            function(text)

    return work


def test_the_patterns_are_found_where_they_are_held() -> None:
    assert {"providers.words.SENTENCE", "interviewai.kernel.redaction.RULES[0][0]"} <= held().keys()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_costs_more_than_the_length_of_a_text(part: int) -> None:
    costly = {
        (name, use): found
        for name, pattern in sorted(held().items())[part::PARTS]
        for use, method in USES.items()
        if (found := costlier_than_its_length(method(pattern), texts_for(pattern)))
    }
    assert costly == {}


def test_every_pattern_is_held_where_it_can_be_found() -> None:
    assert [place for path in sources() for place in uncompiled(path)] == []


@pytest.mark.parametrize("module", READ_WHAT_ANYBODY_WRITES)
def test_nothing_that_takes_a_text_apart_costs_more_than_its_length(module: str) -> None:
    functions = list(of_one_text(module))
    assert functions
    costly = {
        function.__name__: found
        for function in functions
        if (found := costlier_than_its_length(unless_refused(function), texts()))
    }
    assert costly == {}


@pytest.mark.parametrize(
    "compare",
    [
        lambda text: locate(f"{text[: len(text) // 2]} and", text),
        lambda text: locate(text[: len(text) // 2], f"{text}\0{text}x"),
        lambda text: check([(0, text[: len(text) // 3])] * 3, {0: text}),
        lambda text: in_common(text.split(), f"{text} and".split()),
        lambda text: in_common(list(text[::3]), list(text[::2])),
        lambda text: phrases(text, "duties", True),
        lambda text: without_echo(sentences(text), text),
        lambda text: is_gibberish(text, str.isalpha),
        lambda text: masked(text, Person("Anne-Marie O'Neil Will", "a.m@example.com")).text,
        lambda text: unfit_because("What else?", QUESTION.model_copy(update={"expected_points": (text,)}), text),
        lambda text: unfit_because(text[:MAX_CHARS], QUESTION.model_copy(update={"text": text, "probe": text}), "a"),
    ],
)
def test_comparing_two_texts_costs_no_more_than_their_length(compare: Callable[[str], Any]) -> None:
    assert costlier_than_its_length(compare, texts()) is None


@pytest.mark.parametrize(
    "work",
    [re.compile(r"\s+$").search, lambda text: [text[place:].count(" ") for place in range(len(text))]],
    ids=["a pattern", "a function"],
)
def test_work_that_grows_faster_than_its_text_is_found(work: Callable[[str], Any]) -> None:
    """Once in a few times: a busy machine may hide it, as it must never be taken for slow code."""
    blanks = [lambda size: " " * size + "a"]
    assert any(costlier_than_its_length(work, blanks) for _ in range(20))
