"""The end of an interview, when its last answer has been heard."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from interviews.lifecycle import complete, complete_alone
from interviews.models import Interview, Turn
from organizations.owed_work.claims import Piece

TRIES = 20  # A quarter of an hour; nobody waits at a page for it.
ANSWERS_WITHIN = timedelta(seconds=2)

log = structlog.get_logger(__name__)


def complete_if_over(piece: Piece) -> None:
    """Answers still being transcribed are waited for."""
    interview = _in_review(piece)
    now = timezone.now()
    if interview is None or interview.review_until is None:
        return
    if interview.review_until > now:
        piece.later(interview.review_until)
    elif interview.turns.filter(status=Turn.Status.ANSWERED).exists():
        piece.later(now + ANSWERS_WITHIN)
    else:
        with transaction.atomic():
            complete(interview)
            piece.done()


def give_up(piece: Piece) -> None:
    interview = _in_review(piece)
    if interview:
        log.error("interview_completed_alone", interview_id=interview.id, attempt=piece.tries)
        complete_alone(interview)


def uncompleted() -> Iterable[tuple[str, str]]:
    """(interview, interview): their review is over."""
    over = Interview.objects.filter(status=Interview.Status.IN_PROGRESS, review_until__lte=timezone.now())
    return ((interview_id, interview_id) for interview_id in over.values_list("id", flat=True))


def _in_review(piece: Piece) -> Interview | None:
    running = Interview.objects.filter(id=piece.row_id, status=Interview.Status.IN_PROGRESS)
    return running.exclude(review_until=None).first()
