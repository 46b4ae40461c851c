"""The interviewer's voice. When it fails, the text on the page is enough."""

from collections.abc import Iterable

import structlog
from django.db import transaction

from interviews import budgets
from interviews.conversation import phrases
from interviews.conversation.faults import record_fault
from interviews.conversation.speech_cache import Chunk, cached_chunks, synthesize
from interviews.events import tell_page
from interviews.models import Interview, InterviewPlan, Turn
from interviews.tries import WorkersLost
from organizations.budgets.daily import BudgetSpent
from organizations.owed_work.claims import Piece
from organizations.usage.ai import ai
from providers.usage import OnCall, ignore_call

log = structlog.get_logger(__name__)


def speak(piece: Piece) -> None:
    """Sentence by sentence; the page may play the first while the next is being made."""
    turn = _mute(piece)
    if turn is None:
        return
    interview = turn.interview
    try:
        chunks = cached_chunks(turn.text, interview.tier, interview.language) or _synthesize(turn, interview)
    except Exception as error:
        _fail(turn, piece, error)
    else:
        _settle(turn, piece, speech=chunks, speech_status=Turn.SpeechStatus.READY)


def give_up(piece: Piece) -> None:
    """Each worker that took it died."""
    turn = _mute(piece)
    if turn:
        _fail(turn, piece, WorkersLost())


def unspoken(**one: str) -> Iterable[tuple[str, str]]:
    """(turn, interview)"""
    mute = Turn.objects.filter(status=Turn.Status.ASKED, speech_status=Turn.SpeechStatus.NONE, **one)
    return mute.filter(interview__status=Interview.Status.IN_PROGRESS).values_list("id", "interview_id")


def _mute(piece: Piece) -> Turn | None:
    mute = Turn.objects.filter(status=Turn.Status.ASKED, speech_status=Turn.SpeechStatus.NONE)
    return mute.select_related("interview").filter(id=piece.row_id).first()


@transaction.atomic
def _fail(turn: Turn, piece: Piece, error: Exception) -> None:
    if _settle(turn, piece, speech_status=Turn.SpeechStatus.FAILED):
        record_fault(turn.id, "tts", error)


@transaction.atomic
def _settle(turn: Turn, piece: Piece, **changes: object) -> bool:
    settled = _update(turn, **changes)
    piece.done()
    tell_page(turn.interview_id)
    return settled


def _synthesize(turn: Turn, interview: Interview) -> list[Chunk]:
    tts = ai("speak", interview.id, counted=_counted(turn)).tts(interview.tier)
    chunks: list[Chunk] = []
    for chunk in synthesize(tts, turn.text, interview.tier, interview.language):
        chunks.append(chunk)
        _update(turn, speech=chunks)
        tell_page(turn.interview_id)
    return chunks


def _counted(turn: Turn) -> OnCall:
    """Only a follow-up's words come from the conversation; the others are the plan's and ours."""
    is_follow_up = turn.kind == Turn.Kind.FOLLOW_UP
    return budgets.counting(turn.interview_id, budgets.SPOKEN_CHARACTERS) if is_follow_up else ignore_call


def _update(turn: Turn, **changes: object) -> bool:
    return bool(Turn.objects.filter(id=turn.id, speech_status=Turn.SpeechStatus.NONE).update(**changes))


def prepare(piece: Piece) -> None:
    """Everything that the interviews of a plan are sure to say, in each of their voices. Raises ProviderError."""
    ahead = Interview.objects.filter(status__in=[Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS])
    try:
        for plan in InterviewPlan.objects.filter(id=piece.row_id):
            for tier, language in set(ahead.filter(plan=plan).values_list("tier", "language")):
                _prepare(plan, tier, language)
    except BudgetSpent:
        leave_unprepared(piece)


def _prepare(plan: InterviewPlan, tier: str, language: str) -> None:
    """Raises BudgetSpent before the first text for which nothing is left."""
    for text in (*phrases.FIXED, *(question.text for question in plan.plan.questions)):
        if cached_chunks(text, tier, language) is None:
            list(synthesize(ai("prepare_speech").tts(tier), text, tier, language))


def leave_unprepared(piece: Piece) -> None:
    """What is missing is made when it is asked."""
    log.warning("speech_not_prepared", plan_id=piece.row_id)


def prepared_by_itself() -> Iterable[tuple[str, str]]:
    """Nothing is lost with it, so nothing is looked for."""
    return ()
