"""One message of a candidate's page -> what changes -> what the page is told. WebSocket and HTTP both come here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from interviewai.kernel.errors import Conflict, DomainError, Invalid
from interviews import access, budgets, lifecycle, owed_work, protocol
from interviews.candidate.beginning import refuse_on_a_spent_day
from interviews.candidate.message_rate import refuse_too_many
from interviews.candidate.snapshot import Json, load, snapshot
from interviews.conversation import answering, asking, resuming
from interviews.conversation.endpointing import PRESENT_WITHIN
from interviews.conversation.faults import record_loss
from interviews.events import tell_page
from interviews.models import Interview, Turn
from interviews.recordings import storing

PAGES_MAX = 200
SEEN_AGAIN = timedelta(seconds=5)  # Segments may come faster than that is worth another row.
SYNC_AGAIN = timedelta(seconds=1)  # Pages ask every few seconds.

log = structlog.get_logger(__name__)


class Superseded(Conflict):
    """A newer tab has taken the interview over."""

    code = "superseded"


def superseded() -> Superseded:
    return Superseded("This interview was opened in another tab or on another device.")


def handle(interview_id: str, token: str, message: protocol.ClientMessage) -> list[Json]:
    """Raises DomainError with a sentence for the candidate. Changes nothing when it does."""
    refuse_too_many(interview_id)
    interview = _open(interview_id, token)
    if not isinstance(message, protocol.Hello) or message.returning:
        _refuse_older_tab(interview, message.connection_id)
    HANDLERS[type(message)](interview, message)
    return [snapshot(load(interview_id), token)]


def state(interview_id: str, token: str) -> Json:
    """Raises DomainError when the link has been closed since the page was opened, or there are no questions yet."""
    return snapshot(_open(interview_id, token), token)


def handle_segment(interview_id: str, token: str, frame: bytes) -> list[Json]:
    """Taken from any tab: what was said is kept. Raises SegmentRefused; what is lost by it is a fault of the turn."""
    interview = _open(interview_id, token)
    try:
        refuse_too_many(interview_id)
        header, audio = protocol.read_segment(frame)
        _obey_the_clock(interview, header.turn_id)
        stored = _store(interview, header, audio)
    except DomainError as error:
        refused = protocol.SegmentRefused(error, protocol.named_in(frame))
        if refused.final and refused.code != storing.EMPTY:
            record_loss(interview, str(refused.named.get("turn_id", "")), refused.code)
        raise refused from error
    return [{"v": protocol.VERSION, "type": "stored", "turn_id": stored.turn_id, "sequence": stored.sequence}]


def _obey_the_clock(interview: Interview, turn_id: str) -> None:
    """Whoever sends recordings is here: a time box does not wait for a page that says nothing else."""
    now = timezone.now()
    turn = interview.turns.filter(id=turn_id, status=Turn.Status.ASKED).first()
    if turn and turn.opened_at is None:
        answering.open_turn(turn)
    elif turn:
        answering.end_overrun(turn, now)
    if interview.last_seen_at is None or interview.last_seen_at < now - SEEN_AGAIN:
        _note_sender(interview, now)


def _store(interview: Interview, header: protocol.SegmentHeader, audio: bytes) -> storing.Stored:
    """A piece that cannot be stored today must not keep the next ones from being tried: it is refused, for now."""
    try:
        return storing.store_segment(interview, header, audio)
    except DomainError:
        raise
    except Exception as error:
        log.error("segment_not_stored", turn_id=header.turn_id, error=type(error).__name__)
        raise protocol.NotNow("This piece could not be stored just now. Please send it again.") from error


def error_message(error: DomainError) -> Json:
    fatal = isinstance(error, Superseded) or getattr(error, "close_code", None) is not None
    return {
        "v": protocol.VERSION,
        "type": "error",
        "code": error.code,
        "message": error.message,
        "fatal": fatal,
        **_details(error),
    }


def _details(error: DomainError) -> dict[str, object]:
    match error:
        case answering.SegmentsMissing():
            return {"missing": error.missing}
        case budgets.BudgetSpent():
            return {"budget": error.budget}
        case protocol.SegmentRefused():
            return {"about": "segment", "final": error.final, **_details(error.cause), **error.named}
    return {}


def _open(interview_id: str, token: str) -> Interview:
    interview = load(interview_id)
    access.refuse_closed(interview, token)
    interview.frozen_plan  # noqa: B018  # raises NotReady: nothing is asked before the questions are there
    return interview


def _refuse_older_tab(interview: Interview, connection_id: str) -> None:
    if connection_id and interview.connection_id and connection_id != interview.connection_id:
        raise superseded()


def _hello(interview: Interview, message: protocol.Hello) -> None:
    _note_presence(interview, connection_id=message.connection_id)
    if message.connection_id not in interview.pages:
        _note_page(interview, message.connection_id)
    turn = interview.turns.filter(status=Turn.Status.ASKED).last()
    if turn:
        answering.resume_turn(turn)
    if interview.connection_id != message.connection_id:
        tell_page(interview.id)


@transaction.atomic
def _note_page(interview: Interview, page: str) -> None:
    """In the order of their coming. Of endlessly many the oldest are forgotten: they stay the first."""
    pages = Interview.objects.select_for_update().get(id=interview.id).pages
    if page and page not in pages:
        Interview.objects.filter(id=interview.id).update(pages=[*pages, page][-PAGES_MAX:])


def _note_presence(interview: Interview, **changes: object) -> None:
    """Each page is heard every few seconds; a longer silence was a lost connection, and costs no interview time."""
    now = timezone.now()
    away = now - interview.last_seen_at if interview.last_seen_at and interview.started_at else timedelta()
    if away > PRESENT_WITHIN:
        unchanged = Interview.objects.filter(id=interview.id, last_seen_at=interview.last_seen_at)
        if unchanged.update(away_s=F("away_s") + round(away.total_seconds())):
            owed_work.watch_interview(interview.id, now + PRESENT_WITHIN)
    Interview.objects.filter(id=interview.id).update(last_seen_at=now, **changes)


def _note_sender(interview: Interview, now: datetime) -> None:
    """Gives no time back: a page that was cut off says hello before it sends what it has recorded."""
    Interview.objects.filter(id=interview.id).update(last_seen_at=now)
    if interview.last_seen_at is None or interview.last_seen_at < now - PRESENT_WITHIN:
        owed_work.watch_interview(interview.id, now + PRESENT_WITHIN)


def _start(interview: Interview, _message: protocol.Start) -> None:
    if not interview.consented_at:
        raise Conflict("Please agree on the first page before you start.", code="no_consent")
    refuse_on_a_spent_day(interview)
    asking.start(interview)


def _sync(interview: Interview, _message: protocol.Sync) -> None:
    """Of many at once the first is looked after; the others get the snapshot alone."""
    if interview.last_seen_at and interview.last_seen_at > timezone.now() - SYNC_AGAIN:
        return
    _note_presence(interview)
    if _is_waiting(interview):
        resuming.resume(interview, timezone.now())


def _is_waiting(interview: Interview) -> bool:
    """Whether the candidate waits for us: for what follows an answer, or for the question's voice."""
    turn = interview.turns.last()
    return turn is not None and (turn.status != Turn.Status.ASKED or turn.speech_status == Turn.SpeechStatus.NONE)


def _answer_end(interview: Interview, message: protocol.AnswerEnd) -> None:
    answering.end_answer(_turn(interview, message.turn_id), message.segments, message.reason)


def _answer_type(interview: Interview, message: protocol.AnswerType) -> None:
    answering.type_answer(_turn(interview, message.turn_id), message.text)


def _turn_opened(interview: Interview, message: protocol.TurnOpened) -> None:
    answering.open_turn(_turn(interview, message.turn_id))


def _turn_moment(interview: Interview, message: protocol.TurnMoment) -> None:
    answering.take_a_moment(_turn(interview, message.turn_id))


def _practice_done(interview: Interview, message: protocol.PracticeDone) -> None:
    asking.go_on_after_practice(interview, again=message.again)


def _correct(interview: Interview, message: protocol.Correct) -> None:
    answering.correct(_turn(interview, message.turn_id), message.text)


def _review_done(interview: Interview, _message: protocol.ReviewDone) -> None:
    lifecycle.close_review(interview)


def _interview_end(interview: Interview, _message: protocol.InterviewEnd) -> None:
    answering.leave(interview, Interview.EndReason.CANDIDATE_ENDED)
    if not interview.turns.exclude(kind=Turn.Kind.PRACTICE).exists():
        _review_done(interview, protocol.ReviewDone(v=1, type="review.done"))


def _turn(interview: Interview, turn_id: str) -> Turn:
    turn = interview.turns.filter(id=turn_id).first()
    if turn is None:
        raise Invalid("This answer belongs to no question of this interview.", code="unknown_turn")
    return turn


HANDLERS: dict[type[Any], Callable[[Interview, Any], None]] = {
    protocol.Hello: _hello,
    protocol.Start: _start,
    protocol.Sync: _sync,
    protocol.AnswerEnd: _answer_end,
    protocol.AnswerType: _answer_type,
    protocol.TurnOpened: _turn_opened,
    protocol.TurnMoment: _turn_moment,
    protocol.PracticeDone: _practice_done,
    protocol.Correct: _correct,
    protocol.ReviewDone: _review_done,
    protocol.InterviewEnd: _interview_end,
}
