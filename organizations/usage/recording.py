"""Each call of a provider becomes a row in the organization's schema, and counts for the budgets of its day."""

import logging
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from organizations.budgets import daily
from organizations.tenancy import current_organization
from organizations.usage.models import ProviderCall
from providers.usage import Call, OnCall, Port, ignore_call

logger = logging.getLogger(__name__)
BUDGETS: Mapping[Port, daily.Budget] = {"stt": daily.SPEECH, "llm": daily.TOKENS, "tts": daily.CHARACTERS}


def record_calls(purpose: str, interview_id: str | None = None, counted: OnCall = ignore_call) -> OnCall:
    """The `on_call` of providers. A row that cannot be written is logged: it never breaks the call that it counts."""

    def record(call: Call) -> None:
        try:
            current_organization()
            with transaction.atomic():
                ProviderCall.objects.create(purpose=purpose, interview_id=interview_id, **asdict(call))
                daily.count(BUDGETS[call.port], call.units)
                counted(call)
        except Exception:
            logger.exception("a call for %s was not recorded", purpose)

    return record
