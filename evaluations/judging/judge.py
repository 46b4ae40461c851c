"""One answer to one question, scored by an engine and checked by code.

The engine sees the question and the candidate's words, nothing about the person. What it returns is believed as far
as its quotes are really there and speak of the points; totals and recommendations are never asked of it. A judge may
have obeyed what it heard, so beside it stands a measure that cannot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any

from evaluations import rubric
from evaluations.judging import evidence, feedback, samples
from evaluations.judging.evidence import Quote
from evaluations.judging.holds import comparable, holds
from evaluations.judging.judgement import Judgement, context
from evaluations.judging.manipulation import addressed_to_evaluator
from evaluations.judging.samples import Opinion
from evaluations.judging.support import points_of, with_points
from evaluations.rubric import Flag, Hold, Level, Status
from interviews.plan import PlannedQuestion
from providers.llm import LLMProvider, Prompt

FlagEvidence = Mapping[str, Sequence[Quote]]


@dataclass(frozen=True)
class Verdict:
    """What is stored of a judged answer. `score` is None unless `status` is scored or needs_review."""

    status: Status
    score: Decimal | None = None
    anchor_level: Level | None = None
    evidence: tuple[Quote, ...] = ()
    missing: tuple[str, ...] = ()
    confidence: float | None = None
    spread: Decimal | None = None
    flags: tuple[Flag, ...] = ()
    flag_evidence: FlagEvidence = field(default_factory=dict)
    feedback: str = ""
    held_because: tuple[Hold, ...] = ()
    coverage: Decimal | None = None
    samples: tuple[Mapping[str, Any], ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    provider: str = ""
    model: str = ""
    served_model: str = ""


@dataclass(frozen=True)
class Measured:
    """What the measure finds: a number, and what a judge's is compared with (None: with nothing)."""

    score: Decimal | None
    compared: Decimal | None


def judge(
    llm: LLMProvider, measure: LLMProvider, prompt: Prompt, question: PlannedQuestion, words: Mapping[int, str]
) -> Verdict:
    """`words` by turn, as an engine may see them. Raises ProviderError."""
    addressed = [quote for turn in sorted(words) for quote in addressed_to_evaluator(turn, words[turn])]
    opinions = samples.take(llm, prompt, question, words, barred=addressed)
    verdict = with_flags(combined(opinions, question), addressed)
    if not llm.capabilities.free_text:
        return settled(replace(verdict, coverage=verdict.score), question, Measured(verdict.score, None), None)
    measured = measure_of(measure, prompt, question, words)
    verdict = replace(verdict, coverage=measured.score)
    if verdict.score is None:
        return settled(verdict, question, measured, None)
    verdict = replace(verdict, evidence=with_points(measure, question, verdict.evidence))
    return settled(verdict, question, measured, len(shown(verdict)))


def measure_of(measure: LLMProvider, prompt: Prompt, question: PlannedQuestion, words: Mapping[int, str]) -> Measured:
    found = measure.generate(prompt, context(question, words), output=Judgement).data
    return Measured(found.number, comparable(found.number, found.insufficient_because))


def combined(opinions: Sequence[Opinion], question: PlannedQuestion) -> Verdict:
    """Mechanically: most say whether there is enough to score, then the median is the score."""
    numbered = [each for each in opinions if each.score is not None]
    enough = len(numbered) * 2 > len(opinions)
    chosen = samples.nearest_to_median(numbered) if enough else next(each for each in opinions if each.score is None)
    score = samples.median_of(numbered) if enough else None
    counted = numbered if enough else opinions
    return Verdict(
        status=without_score(chosen, question) if score is None else Status.SCORED,
        score=score,
        anchor_level=None if score is None else rubric.level(score),
        evidence=chosen.quotes if enough else (),
        missing=expected_only(chosen.missing, question),
        confidence=samples.confidence_of(counted),
        spread=samples.spread_of(numbered) if enough else Decimal(0),
        flags=unique([*samples.shared_flags(opinions), *samples.disagreements(opinions)]),
        flag_evidence=samples.shared_flag_quotes(opinions),
        feedback=feedback.INSUFFICIENT[chosen.insufficient_because] if score is None else "",
        samples=tuple(each.stored for each in opinions),
        parameters={**chosen.parameters, "samples": len(opinions)},
        provider=chosen.provider,
        model=chosen.model,
        served_model=chosen.served_model,
    )


def without_score(opinion: Opinion, question: PlannedQuestion) -> Status:
    """An engine that has nothing to compare an answer with fails, whatever was answered."""
    ours = opinion.insufficient_because == "nothing_to_compare" and not question.expected_points
    return Status.TECHNICAL_FAILURE if ours else Status.INSUFFICIENT_EVIDENCE


def expected_only(missing: Iterable[str], question: PlannedQuestion) -> tuple[str, ...]:
    """An engine may only miss what the question expects, in the question's own words."""
    reported = {evidence.same_words(point) for point in missing}
    return tuple(point for point in question.expected_points if evidence.same_words(point) in reported)


def with_flags(verdict: Verdict, addressed: Sequence[Quote]) -> Verdict:
    """What code finds addressed to the evaluator is flagged, whatever the engine says."""
    if not addressed:
        return verdict
    name = Flag.ADDRESSES_EVALUATOR
    quotes = samples.in_order([*addressed, *verdict.flag_evidence.get(name, ())])
    return replace(
        verdict, flags=unique([*verdict.flags, name]), flag_evidence={**verdict.flag_evidence, name.value: quotes}
    )


def settled(verdict: Verdict, question: PlannedQuestion, measured: Measured, supported: int | None) -> Verdict:
    """Held where a person has to look, and with the feedback that code can stand for."""
    if verdict.score is None:
        return verdict
    missing = tuple(point for point in verdict.missing if point not in shown(verdict))
    because = holds(
        verdict.score,
        addressed=Flag.ADDRESSES_EVALUATOR in verdict.flags,
        backed=bool(verdict.evidence),
        supported=supported,
        points=len(points_of(question)),
        coverage=measured.compared,
    )
    said = feedback.of_score(question.expected_points, shown_of(question, verdict, supported), missing)
    return replace(
        verdict,
        status=Status.NEEDS_REVIEW if because else Status.SCORED,
        held_because=because,
        missing=missing,
        feedback=said,
    )


def shown(verdict: Verdict) -> set[str]:
    return {quote.point for quote in verdict.evidence if quote.point}


def shown_of(question: PlannedQuestion, verdict: Verdict, supported: int | None) -> list[str]:
    """Points with a quote, in their order; of the measure itself those that it did not miss."""
    found = shown(verdict) if supported is not None else set(question.expected_points) - set(verdict.missing)
    return [point for point in question.expected_points if point in found]


def unique(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(dict.fromkeys(flags))


def as_json(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [asdict(quote) for quote in quotes]
