"""The cache holds what everybody can read and nobody can run."""

import pickle
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache


class Touches:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("value", ["text", "\u202e 🥐", "1", 1, -3, True, None, 1.5, [time.time(), 2.5], {"a": [1]}])
def test_what_the_product_keeps_comes_back_as_it_was(value: object) -> None:
    cache.set("kept", value)
    assert cache.get("kept", "nothing") == value
    assert type(cache.get("kept", "nothing")) is type(value)


def test_counting_is_done_by_redis() -> None:
    cache.delete("counted")
    assert cache.add("counted", 0, 60)
    assert [cache.incr("counted") for _ in range(3)] == [1, 2, 3]
    assert cache.incr("counted", -2) == 1
    assert cache.get("counted") == 1


def test_what_somebody_else_wrote_into_redis_is_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "was run"
    redis.Redis.from_url(settings.REDIS_URL).set(cache.make_key("written"), pickle.dumps(Touches(trace)))
    with pytest.raises(ValueError):  # noqa: PT011  (of any kind: it is no JSON)
        cache.get("written")
    assert not trace.exists()
    cache.delete("written")


def test_entries_from_before_are_not_met() -> None:
    redis.Redis.from_url(settings.REDIS_URL).set(":1:old", pickle.dumps("old"))
    assert cache.get("old") is None
