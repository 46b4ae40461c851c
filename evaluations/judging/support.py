"""Which expected point each quote speaks of. The claim names it, and a measure that takes no instructions agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, Field

from evaluations.judging.evidence import Quote, same_words
from interviews.plan import PlannedQuestion
from providers.errors import InvalidOutput
from providers.llm import LLMProvider, Prompt

PROMPT = Prompt("check_support", 1, "How far does each quote speak of its point?")
CLAIMS_AT_ONCE = 40
SUPPORTED = 0.40  # Share of a point that a quote has to carry: where coverage, too, takes a point for found.


class Shares(BaseModel):
    """One share of each claim, in their order."""

    shares: list[Annotated[float, Field(ge=0, le=1)]]


def points_of(question: PlannedQuestion) -> tuple[str, ...]:
    """What a quote is compared with. A question of one's own may have no points: then what its anchors say is good."""
    anchors = question.anchors
    return question.expected_points or tuple(text for text in (anchors.high or anchors.middle,) if text)


def named_point(claimed: str, points: Iterable[str]) -> str:
    """The expected point in the question's own words; empty where there is none such."""
    wanted = same_words(claimed)
    return next((point for point in points if same_words(point) == wanted), "")


def with_points(measure: LLMProvider, question: PlannedQuestion, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Each quote with the point that it supports, or with none. Raises ProviderError.

    A quote whose claim named no expected point is credited to the one that it supports best.
    """
    points = points_of(question)
    pairs = [(quote, point) for quote in quotes for point in ([quote.point] if quote.point else points)]
    if not pairs:
        return tuple(replace(quote, point="") for quote in quotes)
    best: dict[Quote, tuple[float, str]] = {}
    for (quote, point), share in zip(pairs, shares(measure, question, pairs), strict=True):
        if share >= SUPPORTED and share > best.get(quote, (0.0, ""))[0]:
            best[quote] = (share, point)
    return tuple(replace(quote, point=best.get(quote, (0.0, ""))[1]) for quote in quotes)


def shares(measure: LLMProvider, question: PlannedQuestion, pairs: Sequence[tuple[Quote, str]]) -> list[float]:
    """As many calls as it takes: a few, since neither quotes nor points are many."""
    starts = range(0, len(pairs), CLAIMS_AT_ONCE)
    return [share for start in starts for share in asked(measure, question, pairs[start : start + CLAIMS_AT_ONCE])]


def asked(measure: LLMProvider, question: PlannedQuestion, pairs: Sequence[tuple[Quote, str]]) -> list[float]:
    generation = measure.generate(PROMPT, context(question, pairs), output=Shares)
    if len(generation.data.shares) != len(pairs):
        raise InvalidOutput("Not one share a claim.", provider=generation.provider)
    return generation.data.shares


def context(question: PlannedQuestion, pairs: Sequence[tuple[Quote, str]]) -> dict[str, Any]:
    claims = [{"point": point, "quote": quote.quote} for quote, point in pairs]
    return {"question": {"text": question.text, "type": question.type}, "claims": claims}
