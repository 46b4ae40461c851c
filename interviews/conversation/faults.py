"""What failed on our side, kept with the turn, so that nobody takes it for the candidate's."""

import structlog
from django.db import transaction

from interviews.models import Interview, Turn

log = structlog.get_logger(__name__)


def record_fault(turn_id: str, port: str, error: Exception) -> None:
    write_fault(turn_id, port, type(error).__name__)


def write_fault(turn_id: str, port: str, code: str) -> None:
    """Once: a turn of many segments is not said to have failed many times."""
    log.warning("provider_failed_in_turn", turn_id=turn_id, port=port, code=code)
    fault = {"port": port, "code": code}
    with transaction.atomic():
        turn = Turn.objects.select_for_update().get(id=turn_id)
        if fault not in turn.faults:
            turn.faults = [*turn.faults, fault]
            turn.save(update_fields=["faults"])


def record_loss(interview: Interview, turn_id: str, code: str) -> None:
    """Something said will never be stored. Each reason stands in the turn once, however often a page repeats itself."""
    fault = {"port": "recording", "code": code}
    with transaction.atomic():
        turn = interview.turns.select_for_update().filter(id=turn_id).first()
        if turn and fault not in turn.faults:
            log.warning("segment_lost", turn_id=turn.id, code=code)
            turn.faults = [*turn.faults, fault]
            turn.save(update_fields=["faults"])
