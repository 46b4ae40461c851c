"""A stored segment becomes text. What one worker has in hand no other pays for; a dead one's is taken again."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from interviews import owed_work
from interviews.conversation.allowance import Allowance, NothingLeft, allowance_for, spend_hearing
from interviews.conversation.faults import write_fault
from interviews.events import tell_page
from interviews.models import Segment, Turn
from interviews.recordings import files
from interviews.tries import WorkersLost
from organizations.owed_work.claims import LeaseLost, Piece
from organizations.usage.ai import ai
from providers.errors import InvalidInput, ProviderError
from providers.stt import Missing, Transcription

FAILURES_MAX = 120  # Half an hour: longer than a storage is away, shorter than a candidate waits for ever.
AGAIN_AFTER = timedelta(seconds=15)

log = structlog.get_logger(__name__)


def transcribe(piece: Piece) -> None:
    segment = _stored(piece)
    if segment is None:
        return
    try:
        allowance = allowance_for(segment)
        _record(piece, segment, _listen(segment, allowance), allowance)
    except LeaseLost:
        raise
    except NothingLeft as error:
        _fail(piece, segment, error.code)
    except ProviderError as error:
        _give_up(piece, segment, error)
    except Exception as error:  # The storage or the database failed and may be back; this worker is alive.
        if _failed_alive(segment):
            _give_up(piece, segment, error)
        else:
            log.warning("segment_not_transcribed", segment_id=segment.id, error=type(error).__name__)
            piece.later(timezone.now() + AGAIN_AFTER)
    tell_page(segment.interview_id)


def give_up(piece: Piece) -> None:
    """Each worker that took it died."""
    segment = _stored(piece)
    if segment:
        _give_up(piece, segment, WorkersLost())
        tell_page(segment.interview_id)


def untranscribed(**one: str) -> Iterable[tuple[str, str]]:
    """(segment, interview), in the organization or, with `interview_id`, of one interview."""
    return Segment.objects.filter(status=Segment.Status.STORED, **one).values_list("id", "interview_id")


def is_waited_for(turn: Turn) -> bool:
    """Whether a part of the answer has still to be heard."""
    return turn.segments.filter(status=Segment.Status.STORED).exists()


def _stored(piece: Piece) -> Segment | None:
    stored = Segment.objects.select_related("turn", "interview__plan").filter(status=Segment.Status.STORED)
    return stored.filter(id=piece.row_id).first()


def _failed_alive(segment: Segment) -> bool:
    """Whether that was the last try."""
    Segment.objects.filter(id=segment.id).update(failures=F("failures") + 1)
    return segment.failures + 1 >= FAILURES_MAX


def _listen(segment: Segment, allowance: Allowance) -> Transcription:
    interview = segment.interview
    stt = ai("transcribe", interview.id).stt(interview.tier)
    return stt.transcribe(
        _audio(segment),
        content_type=segment.content_type,
        language=interview.language,
        vocabulary=interview.frozen_plan.vocabulary(),
        max_seconds=allowance.seconds,
    )


def _audio(segment: Segment) -> bytes:
    """A file that is gone must not keep the candidate waiting. What the storage fails to read now is tried again."""
    try:
        return files.read(segment)
    except FileNotFoundError:
        raise InvalidInput("The recording is not in the storage.", provider="storage") from None


@transaction.atomic
def _record(piece: Piece, segment: Segment, transcription: Transcription, allowance: Allowance) -> None:
    """With what may be missing, so that a part of an answer never vanishes without a trace."""
    spend_hearing(segment, transcription.duration_ms)
    turn = _lock_turn(segment)
    recorded = _still(segment).update(
        status=Segment.Status.TRANSCRIBED, text=transcription.text.strip(), confidence=transcription.confidence
    )
    for reason in transcription.missing if recorded else ():
        write_fault(segment.turn_id, "stt", allowance.code if reason is Missing.TOO_LONG else reason.value)
    _settle(piece, turn)


def _give_up(piece: Piece, segment: Segment, error: Exception) -> None:
    _fail(piece, segment, type(error).__name__)


@transaction.atomic
def _fail(piece: Piece, segment: Segment, code: str) -> None:
    """The recording is kept, the answer goes on without its words, and the fault is written down as ours."""
    turn = _lock_turn(segment)
    if _still(segment).update(status=Segment.Status.FAILED):
        write_fault(segment.turn_id, "stt", code)
    _settle(piece, turn)


def _settle(piece: Piece, turn: Turn) -> None:
    """The last piece of an answer that has ended lets the interview go on."""
    if turn.status == Turn.Status.ANSWERED and not is_waited_for(turn):
        owed_work.take_turn(turn.id, turn.interview_id)
    piece.done()


def _still(segment: Segment) -> QuerySet[Segment]:
    """None when a longer version of the recording has come meanwhile: that one will be heard."""
    return Segment.objects.filter(id=segment.id, status=Segment.Status.STORED, sha256=segment.sha256)


def _lock_turn(segment: Segment) -> Turn:
    """Before the segment, as storing does it; so of an answer's end and its last piece one sees the other."""
    return Turn.objects.select_for_update().get(id=segment.turn_id)
