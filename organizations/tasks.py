"""Background work of one organization.

    @organization_task(queue="scoring")
    def score_answer(turn_id: str) -> None: ...

    score_answer.enqueue(turn_id)      # from inside the organization's schema

Workers get the organization's id as the first argument and enter its schema before the function runs. A message is only
a hint: what guarantees the work is a row in the database, which the sweeps of the beat schedule find again.
"""

import logging
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Generic, ParamSpec, cast

from celery import Task, shared_task
from celery.exceptions import Ignore
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from organizations.tenancy import current_organization, for_each_organization, organization_schema

P = ParamSpec("P")
logger = logging.getLogger(__name__)

SWEEP_EXPIRES_S = 60  # a sweep that waited longer is overtaken by the next one
HANDED_OUT_AGAIN_MAX = 2
COUNTED_S = 24 * 3600


class QueuedTask(Task[..., None]):
    """Each task says where it is taken from; given as Celery's `queue` that would be deprecated."""

    work_queue = "default"

    def before_start(self, task_id: str, _args: tuple[Any, ...], _kwargs: dict[str, Any]) -> None:
        """Celery hands out without an end what kills its workers. What has a row is found again by a sweep."""
        delivery = self.request.delivery_info or {}
        if delivery.get("redelivered") and _times_handed_out_again(task_id) > HANDED_OUT_AGAIN_MAX:
            logger.error("%s [%s] is dropped: each worker that took it died", self.name, task_id)
            raise Ignore

    def apply_async(self, *args: Any, **options: Any) -> Any:
        return super().apply_async(*args, **({"queue": self.work_queue} | options))


class OrganizationTask(QueuedTask, Generic[P]):
    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Sends after the commit of the transaction that is open, for the organization that is current now."""
        organization_id = current_organization().id
        transaction.on_commit(partial(self._send, organization_id, args, kwargs))

    def _send(self, organization_id: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
        try:
            self.apply_async((organization_id, *args), kwargs, retry=False)
        except (OperationalError, OSError):
            logger.warning("the broker did not take %s; a sweep will find its work", self.name, exc_info=True)


def _times_handed_out_again(task_id: str) -> int:
    """This time included. Redis may forget it: then it begins anew."""
    key = f"task:{task_id}:handed-out-again"
    try:
        cache.add(key, 0, COUNTED_S)
        return cache.incr(key)
    except (RedisError, ValueError):
        return 0


def organization_task(*, queue: str, **options: Any) -> Callable[[Callable[P, object]], OrganizationTask[P]]:
    def decorate(function: Callable[P, object]) -> OrganizationTask[P]:
        @wraps(function)
        def run(organization_id: str, *args: P.args, **kwargs: P.kwargs) -> None:
            with organization_schema(organization_id):
                function(*args, **kwargs)

        return cast("OrganizationTask[P]", register(run, base=OrganizationTask, work_queue=queue, **options))

    return decorate


def sweep_task(*, queue: str, **options: Any) -> Callable[[Callable[[], object]], QueuedTask]:
    """Runs the function once in each organization's schema; for the beat schedule."""

    def decorate(function: Callable[[], object]) -> QueuedTask:
        @wraps(function)
        def run() -> None:
            for_each_organization(function)

        return register(run, base=QueuedTask, work_queue=queue, expires=SWEEP_EXPIRES_S, **options)

    return decorate


def register(function: Callable[..., None], **options: Any) -> QueuedTask:
    """Taken again when its worker dies, a few times: what a task does is a conditional update, so that does it once."""
    decorate = cast("Callable[..., Any]", shared_task)(acks_late=True, reject_on_worker_lost=True, **options)
    return cast("QueuedTask", decorate(function))
