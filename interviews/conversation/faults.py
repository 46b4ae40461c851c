"""What failed on our side, kept with the turn, so that nobody takes it for the candidate's."""

import structlog
from django.db import transaction

from interviews.models import Turn
from providers.errors import ProviderError

log = structlog.get_logger(__name__)


def record_fault(turn_id: str, port: str, error: ProviderError) -> None:
    code = type(error).__name__
    log.warning("provider_failed_in_turn", turn_id=turn_id, port=port, code=code)
    with transaction.atomic():
        turn = Turn.objects.select_for_update().get(id=turn_id)
        turn.faults = [*turn.faults, {"port": port, "code": code}]
        turn.save(update_fields=["faults"])
