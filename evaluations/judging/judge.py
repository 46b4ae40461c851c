"""One answer to one question, scored by an engine and checked by code.

The engine sees the question and the candidate's words, nothing about the person. What it returns is believed as far
as its quotes are really there; totals and recommendations are never asked of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from statistics import fmean, median
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evaluations import rubric
from evaluations.judging import evidence
from evaluations.judging.evidence import Quote
from evaluations.judging.manipulation import addressed_to_evaluator
from evaluations.rubric import Flag, Level, Status
from interviews.plan import PlannedQuestion
from providers.llm import LLMProvider, Prompt
from providers.model_text import Prose

TENTH = Decimal("0.1")

Insufficiency = Literal["declined", "off_topic", "too_little", "gibberish", "nothing_to_compare"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Claim(Strict):
    """`point` is the expected point that the quote speaks of, in the question's own words."""

    turn: int
    quote: str = Field(max_length=2000)
    point: str = Field(default="", max_length=2000)


class FlagClaim(Strict):
    flag: Literal["contradiction", "unsafe_practice", "off_topic", "off_point", "addresses_evaluator"]
    turn: int
    quote: str = Field(max_length=2000)


class Judgement(Strict):
    """What an engine returns for `score_answer`: evidence first, so that the score is written with it in view."""

    evidence: list[Claim] = Field(max_length=20)
    missing: list[str] = Field(max_length=20)
    anchor_level: Literal["low", "middle", "high"] | None
    score: float | None = Field(ge=0, le=10)
    sufficient: bool
    confidence: float = Field(ge=0, le=1)
    insufficient_because: Literal["declined", "off_topic", "too_little", "gibberish", "nothing_to_compare"] | None = (
        None
    )
    feedback: Prose = Field(default="", max_length=2000)
    flags: list[FlagClaim] = Field(max_length=8)

    @model_validator(mode="after")
    def agrees_with_itself(self) -> Self:
        """A judgement that does not goes back to the engine for repair."""
        if self.sufficient and (self.score is None or self.anchor_level is None):
            raise ValueError("sufficient needs a score and an anchor_level")
        if self.score is not None and {self.anchor_level, rubric.level(tenths(self.score)).value} == {"low", "high"}:
            raise ValueError("score and anchor_level contradict each other")
        return self


@dataclass(frozen=True)
class Verdict:
    """What is stored of a judged answer. `score` is None unless `status` is scored."""

    status: Status
    score: Decimal | None
    anchor_level: Level | None
    evidence: tuple[Quote, ...]
    missing: tuple[str, ...]
    confidence: float
    spread: Decimal
    flags: tuple[Flag, ...]
    flag_evidence: Mapping[str, list[dict[str, Any]]]
    feedback: str
    provider: str
    model: str


def context(question: PlannedQuestion, words: Mapping[int, str]) -> dict[str, Any]:
    """Everything that an engine learns. It depends on the question and the words alone."""
    return {
        "question": {
            "text": question.text,
            "type": question.type,
            "competency": question.competency,
            "expected_points": list(question.expected_points),
            "anchors": question.anchors.model_dump(),
        },
        "answers": [{"turn": turn, "text": words[turn]} for turn in sorted(words)],
    }


def judge(
    llm: LLMProvider,
    prompt: Prompt,
    question: PlannedQuestion,
    words: Mapping[int, str],
) -> Verdict:
    """Raises ProviderError. An engine for free text does not always answer the same: it is asked several times."""
    count = rubric.SAMPLES if llm.capabilities.free_text else 1
    samples = [sample(llm, prompt, question, words) for _ in range(count)]
    verdict = combine(samples)
    found = [quote for turn in sorted(words) for quote in addressed_to_evaluator(turn, words[turn])]
    return with_code_found_flag(verdict, found)


def sample(llm: LLMProvider, prompt: Prompt, question: PlannedQuestion, words: Mapping[int, str]) -> Verdict:
    generation = llm.generate(prompt, context(question, words), output=Judgement)
    judgement = generation.data
    checked = evidence.check(((claim.turn, claim.quote) for claim in judgement.evidence), words)
    score = believed_score(judgement, checked)
    return Verdict(
        status=Status.INSUFFICIENT_EVIDENCE if score is None else Status.SCORED,
        score=score,
        anchor_level=None if score is None else rubric.level(score),
        evidence=checked.quotes,
        missing=expected_only(judgement.missing, question),
        confidence=judgement.confidence,
        spread=Decimal(0),
        flags=unique(
            [*(Flag(claim.flag) for claim in judgement.flags), *([Flag.EVIDENCE_REFUSED] if checked.refused else [])]
        ),
        flag_evidence={},
        feedback=judgement.feedback,
        provider=generation.provider,
        model=generation.model,
    )


def believed_score(judgement: Judgement, checked: evidence.Checked) -> Decimal | None:
    """None without a quote that is really there: no evidence, no number."""
    if not judgement.sufficient or judgement.score is None or not checked.quotes:
        return None
    return tenths(judgement.score)


def tenths(score: float) -> Decimal:
    return Decimal(str(score)).quantize(TENTH)


def expected_only(missing: Iterable[str], question: PlannedQuestion) -> tuple[str, ...]:
    """An engine may only miss what the question expects, in the question's own words."""
    reported = {evidence.fold(point)[0].strip() for point in missing}
    return tuple(point for point in question.expected_points if evidence.fold(point)[0].strip() in reported)


def combine(samples: Sequence[Verdict]) -> Verdict:
    """Mechanically: the majority says whether there is enough evidence, then the median is the score."""
    scored = [each for each in samples if each.score is not None]
    if len(scored) * 2 <= len(samples):
        return replace(next(each for each in samples if each.score is None), flags=shared_flags(samples))
    scores = [each.score for each in scored if each.score is not None]
    middle = Decimal(median(scores)).quantize(TENTH)
    nearest = min(scored, key=lambda each: abs((each.score or middle) - middle))
    spread = max(scores) - min(scores)
    disagree = [Flag.SAMPLES_DISAGREE] if spread >= rubric.DISAGREEMENT else []
    return replace(
        nearest,
        score=middle,
        anchor_level=rubric.level(middle),
        confidence=round(fmean(each.confidence for each in scored), 3),
        spread=spread,
        flags=unique([*shared_flags(scored), *disagree]),
    )


def shared_flags(samples: Sequence[Verdict]) -> tuple[Flag, ...]:
    """Flags that most samples raise; an engine's single slip about a person is not kept."""
    raised = [flag for each in samples for flag in each.flags]
    return unique(flag for flag in raised if raised.count(flag) * 2 > len(samples))


def with_code_found_flag(verdict: Verdict, quotes: Sequence[Quote]) -> Verdict:
    if not quotes:
        return verdict
    found = {Flag.ADDRESSES_EVALUATOR.value: [asdict(quote) for quote in quotes]}
    return replace(verdict, flags=unique([*verdict.flags, Flag.ADDRESSES_EVALUATOR]), flag_evidence=found)


def unique(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(dict.fromkeys(flags))
