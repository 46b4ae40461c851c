"""A stored segment becomes text. Claimed first, so that only one worker pays for it; a dead worker's claim runs out."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from interviews import claims
from interviews.conversation.faults import record_fault, write_fault
from interviews.events import tell_page
from interviews.models import Segment, Turn
from interviews.recordings import files
from organizations.usage.ai import ai
from providers.errors import InvalidInput, ProviderError
from providers.stt import Transcription

FAILURES_MAX = 40  # Half an hour of claims: longer than a storage is away, shorter than a candidate waits for ever.


def transcribe(segment_id: str) -> Turn | None:
    """Returns the turn when its answer has ended, so that the caller may go on with it."""
    if not _claim(segment_id):
        return None
    segment = Segment.objects.select_related("turn", "interview__plan").get(id=segment_id)
    try:
        _record(segment, _listen(segment))
    except ProviderError as error:
        _give_up(segment, error)
    except Exception as error:  # The storage or the database failed and may be back; this worker is alive.
        if not _failed_alive(segment):
            raise
        _give_up(segment, error)
    tell_page(segment.interview_id)
    turn = Turn.objects.get(id=segment.turn_id)
    return turn if turn.status != Turn.Status.ASKED else None


def _claim(segment_id: str) -> bool:
    waiting = Segment.objects.filter(claims.free(), id=segment_id, status=Segment.Status.STORED)
    return bool(waiting.update(claimed_at=timezone.now(), attempts=F("attempts") + 1))


def _failed_alive(segment: Segment) -> bool:
    """Whether that was the last try."""
    Segment.objects.filter(id=segment.id).update(attempts=F("attempts") - 1, failures=F("failures") + 1)
    return segment.failures + 1 >= FAILURES_MAX


def _listen(segment: Segment) -> Transcription:
    claims.refuse_after(segment.attempts)
    interview = segment.interview
    stt = ai("transcribe", interview.id).stt(interview.tier)
    return stt.transcribe(
        _audio(segment),
        content_type=segment.content_type,
        language=interview.language,
        vocabulary=interview.frozen_plan.vocabulary(),
    )


def _audio(segment: Segment) -> bytes:
    """A file that is gone must not keep the candidate waiting. What the storage fails to read now is tried again."""
    try:
        return files.read(segment)
    except FileNotFoundError:
        raise InvalidInput("The recording is not in the storage.", provider="storage") from None


@transaction.atomic
def _record(segment: Segment, transcription: Transcription) -> None:
    """With what may be missing, so that a part of an answer never vanishes without a trace."""
    if transcription.missing:
        _lock_turn(segment)
    recorded = _still(segment).update(
        status=Segment.Status.TRANSCRIBED, text=transcription.text.strip(), confidence=transcription.confidence
    )
    for reason in transcription.missing if recorded else ():
        write_fault(segment.turn_id, "stt", reason.value)


def _still(segment: Segment) -> QuerySet[Segment]:
    """None when a longer version of the recording has come meanwhile: that one will be heard."""
    return Segment.objects.filter(id=segment.id, status=Segment.Status.STORED, sha256=segment.sha256)


def _lock_turn(segment: Segment) -> None:
    """Before the segment, as storing does it: whoever locks in another order may wait for ever."""
    Turn.objects.select_for_update().get(id=segment.turn_id)


@transaction.atomic
def _give_up(segment: Segment, error: Exception) -> None:
    """The recording is kept, the answer goes on without its words, and the fault is written down as ours."""
    _lock_turn(segment)
    if _still(segment).update(status=Segment.Status.FAILED):
        record_fault(segment.turn_id, "stt", error)
