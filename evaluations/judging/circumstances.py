"""What code knows of an answer before any model reads it: is there something to score, and what to be wary of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations import rubric
from evaluations.rubric import Flag, Status
from interviews.conversation.transcript import QuestionAnswers, failures, has_words
from interviews.models import Interview, Turn


@dataclass(frozen=True)
class Circumstances:
    """`words` are the candidate's, by the position of the turn. `verdict` is set where there is nothing to score."""

    words: Mapping[int, str]
    verdict: Status | None
    flags: tuple[Flag, ...]
    asr_confidence: float | None


def circumstances(answers: QuestionAnswers, end_reason: str) -> Circumstances:
    """`end_reason` is the interview's."""
    words = {turn.position: turn.answer_text for turn in answers.turns if has_words(turn.answer_text)}
    confidence = recognition_confidence(answers.turns)
    found = None if words else without_words(answers, end_reason)
    return Circumstances(words, found, tuple(wary_of(answers, found, confidence)), confidence)


def without_words(answers: QuestionAnswers, end_reason: str) -> Status:
    """Whoever ends the interview has chosen; whoever is cut off by its end, or was never asked, has not."""
    if answers.technical_failure:
        return Status.TECHNICAL_FAILURE
    if end_reason == Interview.EndReason.CANDIDATE_ENDED:
        return Status.DECLINED
    return Status.DECLINED if answers.asked and not cut_off(answers.turns) else Status.NOT_ASKED


def cut_off(turns: Sequence[Turn]) -> bool:
    return turns[-1].end_reason == Turn.EndReason.INTERVIEW_ENDED


def wary_of(answers: QuestionAnswers, without_words: Status | None, confidence: float | None) -> list[Flag]:
    checks = {
        Flag.NO_ANSWER: answers.asked and without_words == Status.DECLINED,
        Flag.PART_LOST: without_words is None and part_lost(answers.turns),
        Flag.LOW_RECOGNITION_CONFIDENCE: confidence is not None and confidence < rubric.LOW_RECOGNITION,
        Flag.CORRECTED: any(heavily_corrected(turn) for turn in answers.turns),
    }
    return [flag for flag, found in checks.items() if found]


def recognition_confidence(turns: Sequence[Turn]) -> float | None:
    """Mean over the words that are still the machine's: nobody typed or corrected them."""
    heard = [
        (len(turn.transcript.split()), turn.transcript_confidence)
        for turn in turns
        if turn.transcript_confidence is not None and turn.corrected_transcript is None and not turn.typed_text
    ]
    total = sum(count for count, _ in heard)
    return sum(count * confidence for count, confidence in heard) / total if total else None


def part_lost(turns: Sequence[Turn]) -> bool:
    """Words were spoken that never arrived or were not recognized, and the candidate had no way to give them again."""
    following = [*turns[1:], None]
    return any(lost_words(turn) and not given_again(turn, after) for turn, after in zip(turns, following, strict=True))


def lost_words(turn: Turn) -> bool:
    return any(fault.get("port") in ("stt", "recording") for fault in failures(turn))


def given_again(turn: Turn, after: Turn | None) -> bool:
    if turn.typed_text or turn.corrected_transcript is not None:
        return True
    repeated = after is not None and after.kind == Turn.Kind.RETRY and has_words(after.answer_text)
    return repeated and not has_words(turn.transcript)


def heavily_corrected(turn: Turn) -> bool:
    return share_changed(turn) >= rubric.HEAVY_CORRECTION


def share_changed(turn: Turn) -> float:
    """0..1: how much of the machine's transcript the candidate replaced, word by word."""
    if turn.corrected_transcript is None:
        return 0.0
    before, after = turn.transcript.casefold().split(), turn.corrected_transcript.casefold().split()
    return 1.0 - 2 * in_common(before, after) / (len(before) + len(after)) if before or after else 0.0


def in_common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words both have in the same order, others left out (Hyyro 2004: a bit for each word of `after`).

    Thousands of words take milliseconds, whichever they are. What looks for the longest runs may take minutes.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(after):
        places[word] = places.get(word, 0) | 1 << place
    everywhere = unmatched = (1 << len(after)) - 1
    for word in before:
        here = unmatched & places.get(word, 0)
        unmatched = (unmatched + here | unmatched - here) & everywhere
    return len(after) - unmatched.bit_count()
