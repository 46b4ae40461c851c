"""All that was said to one question, from the candidate's words to a verdict with its quotes in them. Pure.

What engines are shown is not all that was said: who the candidate is, is masked, and what they said to an earlier
question is left out. Quotes come back as places of the whole words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluations.judging import feedback
from evaluations.judging.evidence import Quote
from evaluations.judging.judge import Verdict, judge, unique
from evaluations.judging.repeats import repeated
from evaluations.rubric import Flag, Status
from interviews.masking.person import Person, masks
from interviews.masking.replacing import Replaced, Replacement
from interviews.plan import PlannedQuestion
from providers.declining import says_not_known
from providers.llm import LLMProvider, Prompt

LEFT_OUT = ""


@dataclass(frozen=True)
class WholeAnswer:
    """`words` are the candidate's by turn, `earlier` what they said to the questions before."""

    question: PlannedQuestion
    words: Mapping[int, str]
    earlier: Sequence[str] = ()
    person: Person = field(default_factory=Person)


def assess(llm: LLMProvider, measure: LLMProvider, prompt: Prompt, answer: WholeAnswer) -> Verdict:
    """Raises ProviderError. Where code can tell, no engine is asked."""
    if says_not_known(" ".join(answer.words[turn] for turn in sorted(answer.words))):
        return without_number(answer, Status.DECLINED, feedback.DECLINED)
    said_before = repeated(answer.words, answer.earlier)
    shown = shown_to_engines(answer, said_before)
    words = {turn: each.text for turn, each in shown.items() if any(map(str.isalnum, each.text))}
    if not words:
        verdict = without_number(answer, Status.INSUFFICIENT_EVIDENCE, feedback.REPEATED)
    else:
        verdict = restored(judge(llm, measure, prompt, answer.question, words), shown)
    return with_repeats(verdict, said_before)


def without_number(answer: WholeAnswer, status: Status, why: str) -> Verdict:
    return Verdict(status=status, missing=answer.question.expected_points, feedback=why)


def shown_to_engines(answer: WholeAnswer, said_before: Sequence[Quote]) -> dict[int, Replaced]:
    """Each turn with what stands for who the candidate is, and without what was said before."""
    return {
        turn: Replaced.of(
            text,
            [
                *(Replacement(quote.start, quote.end, LEFT_OUT) for quote in said_before if quote.turn == turn),
                *masks(text, answer.person),
            ],
        )
        for turn, text in answer.words.items()
    }


def restored(verdict: Verdict, shown: Mapping[int, Replaced]) -> Verdict:
    return replace(
        verdict,
        evidence=tuple(in_place(quote, shown) for quote in verdict.evidence),
        flag_evidence={
            flag: tuple(in_place(quote, shown) for quote in quotes) for flag, quotes in verdict.flag_evidence.items()
        },
    )


def in_place(quote: Quote, shown: Mapping[int, Replaced]) -> Quote:
    turn = shown[quote.turn]
    start, end = turn.origin(quote.start, quote.end)
    return replace(quote, start=start, end=end, quote=turn.original[start:end])


def with_repeats(verdict: Verdict, said_before: Sequence[Quote]) -> Verdict:
    if not said_before:
        return verdict
    return replace(
        verdict,
        flags=unique([*verdict.flags, Flag.REPEATED]),
        flag_evidence={**verdict.flag_evidence, Flag.REPEATED.value: tuple(said_before)},
    )
