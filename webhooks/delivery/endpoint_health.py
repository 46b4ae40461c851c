"""Which endpoints work and which do not: told after each batch of attempts, in the organization's schema."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import OperationalError, connection
from django.db.models import Q

from webhooks.delivery.egress import Answer
from webhooks.delivery.retries import STOP_AFTER
from webhooks.endpoints import registration
from webhooks.models import Attempt, Endpoint

logger = logging.getLogger(__name__)

FAILING_FOR = timedelta(days=5)
SUCCESS_NOTED_EVERY = timedelta(minutes=1)  # a busy endpoint's row is not written with each delivery
WORKS = """
UPDATE webhooks_endpoint SET first_failure_at = NULL, last_success_at = %(now)s
WHERE id IN (
    SELECT id FROM webhooks_endpoint WHERE id = ANY(%(ids)s)
      AND (first_failure_at IS NOT NULL OR last_success_at IS NULL OR last_success_at <= %(before)s)
    ORDER BY id FOR UPDATE
)
"""


@dataclass
class Health:
    """What the batch says of its endpoints, by id; in whatever order, one success is a sign of life."""

    works: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def examine(answers: Iterable[tuple[str, Answer]]) -> Health:
    """Of (endpoint's id, answer)."""
    health = Health()
    for endpoint_id, answer in answers:
        (health.fails if answer.failure else health.works).add(endpoint_id)
        if answer.status_code == HTTPStatus.GONE:
            health.gone.add(endpoint_id)
    health.fails -= health.works
    return health


def note(health: Health, now: datetime) -> None:
    """What is lost here with the process, the next attempt tells again."""
    try:
        if health.works:
            note_success(health.works, now)
        if health.fails:
            note_failure(health.fails, now)
        for endpoint in Endpoint.objects.filter(id__in=health.gone) if health.gone else ():
            registration.disable(endpoint, registration.Reason.GONE)
    except OperationalError:
        logger.warning("the state of endpoints was not noted", exc_info=True)


def note_success(endpoint_ids: Collection[str], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WORKS, {"now": now, "before": now - SUCCESS_NOTED_EVERY, "ids": list(endpoint_ids)})


def note_failure(endpoint_ids: Collection[str], now: datetime) -> None:
    failing = Endpoint.objects.filter(id__in=endpoint_ids)
    failing.filter(first_failure_at=None).update(first_failure_at=now)
    for endpoint in failing.filter(disabled_at=None, first_failure_at__lte=now - FAILING_FOR):
        if is_tried_on(endpoint, now):
            registration.disable(endpoint, registration.Reason.FAILING)
        else:  # it failed, then nothing was sent for days: that counts from now
            failing.filter(pk=endpoint.pk, first_failure_at=endpoint.first_failure_at).update(first_failure_at=now)


def is_tried_on(endpoint: Endpoint, now: datetime) -> bool:
    """Whether it failed before, as lately as an endpoint that is tried again and again does."""
    before = (now - STOP_AFTER, now - timedelta(minutes=1))
    return Attempt.objects.filter(~Q(error=""), delivery__endpoint=endpoint, started_at__range=before).exists()
