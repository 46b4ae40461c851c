"""A form whose answer tells a secret once, sent twice (a reload, a double click), does its work once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from interviewai.kernel.errors import Conflict
from interviewai.kernel.ids import new_id
from organizations.models import Organization
from organizations.tenancy import cache_key

REMEMBERED_S = 24 * 60 * 60


def new_submission() -> str:
    """For the form's hidden field."""
    return new_id("sub")


@contextmanager
def only_once(organization: Organization, submission: str, *, refusal: str) -> Iterator[None]:
    """Raises Conflict with the refusal for a form that was sent before. What fails inside may be sent again."""
    key = cache_key(organization, f"submission:{submission}")
    if not _first_time(key):
        raise Conflict(refusal)
    try:
        yield
    except BaseException:
        with suppress(RedisError):
            cache.delete(key)
        raise


def _first_time(key: str) -> bool:
    """Without Redis a form that is sent twice cannot be told from two forms; its work goes before that."""
    try:
        return cache.add(key, "1", REMEMBERED_S)
    except RedisError:
        return True
