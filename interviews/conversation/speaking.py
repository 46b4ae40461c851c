"""The interviewer's voice. When it fails, the text on the page is enough."""

import structlog
from django.db.models import F
from django.utils import timezone

from interviews import claims
from interviews.conversation import phrases
from interviews.conversation.faults import record_fault
from interviews.conversation.speech_cache import Chunk, cached_chunks, synthesize
from interviews.events import tell_page
from interviews.models import Interview, InterviewPlan, Turn
from organizations.usage.ai import ai

log = structlog.get_logger(__name__)


def speak(turn_id: str) -> None:
    """Sentence by sentence; the page may play the first while the next is being made."""
    if not _claim(turn_id):
        return
    turn = Turn.objects.select_related("interview").get(id=turn_id)
    interview = turn.interview
    try:
        claims.refuse_after(turn.speech_attempts)
        chunks = cached_chunks(turn.text, interview.tier, interview.language) or _synthesize(turn, interview)
    except Exception as error:
        if _update(turn, speech_status=Turn.SpeechStatus.FAILED):
            record_fault(turn.id, "tts", error)
    else:
        _update(turn, speech=chunks, speech_status=Turn.SpeechStatus.READY)
    tell_page(turn.interview_id)


def _claim(turn_id: str) -> bool:
    """Pages ask for a missing voice with every heartbeat; it is paid for once."""
    mute = Turn.objects.filter(
        claims.free(), id=turn_id, status=Turn.Status.ASKED, speech_status=Turn.SpeechStatus.NONE
    )
    return bool(mute.update(claimed_at=timezone.now(), speech_attempts=F("speech_attempts") + 1))


def _synthesize(turn: Turn, interview: Interview) -> list[Chunk]:
    tts = ai("speak", interview.id).tts(interview.tier)
    chunks: list[Chunk] = []
    for chunk in synthesize(tts, turn.text, interview.tier, interview.language):
        chunks.append(chunk)
        _update(turn, speech=chunks)
        tell_page(turn.interview_id)
    return chunks


def _update(turn: Turn, **changes: object) -> bool:
    return bool(Turn.objects.filter(id=turn.id, speech_status=Turn.SpeechStatus.NONE).update(**changes))


def prepare(plan_id: str, tier: str, language: str) -> None:
    """Everything that an interview of this plan is sure to say. What fails here is tried again when it is asked."""
    plan = InterviewPlan.objects.get(id=plan_id).plan
    tts = ai("prepare_speech").tts(tier)
    for text in (*phrases.FIXED, *(question.text for question in plan.questions)):
        if cached_chunks(text, tier, language) is not None:
            continue
        try:
            list(synthesize(tts, text, tier, language))
        except Exception as error:
            log.warning("speech_not_prepared", plan_id=plan_id, error=type(error).__name__)
            return
