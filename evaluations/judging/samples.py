"""The opinions of an engine on one answer: taken, checked one by one, and what most of them say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import fmean, median
from typing import Any

from evaluations import rubric
from evaluations.judging import evidence
from evaluations.judging.evidence import Quote
from evaluations.judging.judgement import TENTH, Insufficiency, Judgement, context
from evaluations.judging.support import named_point, points_of
from evaluations.rubric import Flag
from interviews.plan import PlannedQuestion
from providers.errors import InvalidOutput, ProviderError
from providers.llm import Generation, LLMProvider, Prompt

ENOUGH = 2  # Good samples, of rubric.SAMPLES.


@dataclass(frozen=True)
class Opinion:
    """One sample as far as it is believed. `stored` is what the engine gave. `quotes` were really said, and name only
    points that the question expects; `flagged` are those behind each of the engine's flags."""

    score: Decimal | None
    quotes: tuple[Quote, ...]
    refused: int
    flagged: Mapping[Flag, tuple[Quote, ...]]
    missing: tuple[str, ...]
    confidence: float
    insufficient_because: Insufficiency | None
    stored: Mapping[str, Any]
    provider: str
    model: str
    served_model: str
    parameters: Mapping[str, Any]

    @property
    def flags(self) -> list[Flag]:
        return [*self.flagged, *([Flag.EVIDENCE_REFUSED] if self.refused else [])]


def take(
    llm: LLMProvider, prompt: Prompt, question: PlannedQuestion, words: Mapping[int, str], *, barred: Sequence[Quote]
) -> list[Opinion]:
    """An engine for free text does not always answer the same: it is asked several times. Raises ProviderError.

    An answer that cannot be used costs its sample only; a failure that may pass ends the asking, in vain or not.
    """
    wanted = rubric.SAMPLES if llm.capabilities.free_text else 1
    needed = min(wanted, ENOUGH)
    opinions: list[Opinion] = []
    for left in reversed(range(wanted)):
        try:
            generation = llm.generate(prompt, context(question, words), output=Judgement)
            opinions.append(opinion(generation, question, words, barred))
        except ProviderError as error:
            in_vain = len(opinions) + left < needed
            if in_vain or (len(opinions) < needed and not isinstance(error, InvalidOutput)):
                raise
            if not isinstance(error, InvalidOutput):
                break
    return opinions


def opinion(
    generation: Generation[Judgement], question: PlannedQuestion, words: Mapping[int, str], barred: Sequence[Quote]
) -> Opinion:
    judgement = generation.data
    claims = [(claim.turn, claim.quote) for claim in judgement.evidence]
    checked = evidence.check(claims, words, barred=barred)
    points = points_of(question)
    named = [
        replace(quote, point=named_point(claim.point, points))
        for quote, claim in zip(checked.found, judgement.evidence, strict=True)
        if quote
    ]
    return Opinion(
        score=judgement.number,
        quotes=in_order(named),
        refused=checked.refused,
        flagged=really_flagged(judgement, words),
        missing=tuple(judgement.missing),
        confidence=judgement.confidence,
        insufficient_because=judgement.insufficient_because,
        stored=as_given(judgement, checked.refused),
        provider=generation.provider,
        model=generation.model,
        served_model=generation.served_model,
        parameters=generation.parameters,
    )


def as_given(judgement: Judgement, refused: int) -> dict[str, Any]:
    return {
        "score": judgement.score,
        "anchor_level": judgement.anchor_level,
        "sufficient": judgement.sufficient,
        "refused": refused,
        "confidence": judgement.confidence,
    }


def really_flagged(judgement: Judgement, words: Mapping[int, str]) -> dict[Flag, tuple[Quote, ...]]:
    """A flag is an accusation: without words that were really said it is dropped."""
    checked = evidence.check([(claim.turn, claim.quote) for claim in judgement.flags], words)
    found: dict[Flag, list[Quote]] = {}
    for claim, quote in zip(judgement.flags, checked.found, strict=True):
        if quote:
            found.setdefault(Flag(claim.flag), []).append(quote)
    return {flag: in_order(quotes) for flag, quotes in found.items()}


def in_order(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(set(quotes), key=lambda quote: (quote.turn, quote.start, quote.end, quote.point)))


def median_of(numbered: Sequence[Opinion]) -> Decimal:
    return Decimal(median(scores_of(numbered))).quantize(TENTH)


def nearest_to_median(numbered: Sequence[Opinion]) -> Opinion:
    """Of those with a quote, where there are such."""
    middle = median_of(numbered)
    backed = [each for each in numbered if each.quotes]
    return min(backed or numbered, key=lambda each: abs((each.score or middle) - middle))


def spread_of(numbered: Sequence[Opinion]) -> Decimal:
    return max(scores_of(numbered)) - min(scores_of(numbered))


def scores_of(numbered: Sequence[Opinion]) -> list[Decimal]:
    return [each.score for each in numbered if each.score is not None]


def confidence_of(opinions: Sequence[Opinion]) -> float:
    return round(fmean(each.confidence for each in opinions), 3)


def shared_flags(opinions: Sequence[Opinion]) -> list[Flag]:
    """Flags that most samples raise; an engine's single slip about a person is not kept."""
    raised = [flag for each in opinions for flag in each.flags]
    return [flag for flag in dict.fromkeys(raised) if raised.count(flag) * 2 > len(opinions)]


def shared_flag_quotes(opinions: Sequence[Opinion]) -> dict[str, tuple[Quote, ...]]:
    return {
        flag.value: in_order(quote for each in opinions for quote in each.flagged.get(flag, ()))
        for flag in shared_flags(opinions)
        if any(each.flagged.get(flag) for each in opinions)
    }


def disagreements(opinions: Sequence[Opinion]) -> list[Flag]:
    """Far apart in points, or as many for a number as against one."""
    numbered = [each for each in opinions if each.score is not None]
    apart = bool(numbered) and spread_of(numbered) >= rubric.DISAGREEMENT
    return [Flag.SAMPLES_DISAGREE] if apart or len(numbered) * 2 == len(opinions) else []
