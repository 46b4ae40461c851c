"""What failed on our side, kept with the turn, so that nobody takes it for the candidate's."""

import structlog
from django.db import transaction
from django.db.models import QuerySet

from interviews.models import Interview, Turn

log = structlog.get_logger(__name__)


def record_fault(turn_id: str, port: str, error: Exception) -> None:
    write_fault(turn_id, port, type(error).__name__)


def write_fault(turn_id: str, port: str, code: str) -> None:
    log.warning("provider_failed_in_turn", turn_id=turn_id, port=port, code=code)
    _add(Turn.objects.filter(id=turn_id), port, code)


def record_loss(interview: Interview, turn_id: str, code: str) -> None:
    """Something said will never be stored. A page may name any turn: one of another interview is passed over."""
    if _add(interview.turns.filter(id=turn_id), "recording", code):
        log.warning("segment_lost", turn_id=turn_id, code=code)


@transaction.atomic
def _add(turns: QuerySet[Turn], port: str, code: str) -> bool:
    """Once: a turn of many segments is not said to have failed many times, however often a page repeats itself."""
    fault = {"port": port, "code": code}
    turn = turns.select_for_update().first()
    if turn is None or fault in turn.faults:
        return False
    turn.faults = [*turn.faults, fault]
    turn.save(update_fields=["faults"])
    return True
