"""Each call of a provider becomes a row in the organization's schema."""

import logging
from dataclasses import asdict

from django.db import transaction

from organizations.tenancy import current_organization
from organizations.usage.models import ProviderCall
from providers.usage import Call, OnCall

logger = logging.getLogger(__name__)


def record_calls(purpose: str, interview_id: str | None = None) -> OnCall:
    """The `on_call` of providers. A row that cannot be written is logged: it never breaks the call that it counts."""

    def record(call: Call) -> None:
        try:
            current_organization()
            with transaction.atomic():
                ProviderCall.objects.create(purpose=purpose, interview_id=interview_id, **asdict(call))
        except Exception:
            logger.exception("a call for %s was not recorded", purpose)

    return record
