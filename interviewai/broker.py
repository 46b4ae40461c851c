"""kombu's Redis transport, except that a channel whose connection is gone says so.

kombu 5.7 answers with an AttributeError instead, which Celery does not take for a lost connection: when Redis restarts
while a task runs, the acknowledgement of that task then ends the worker's loop, and the process stays without working.
"""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(kombu_redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection is None or self.connection.client is None:
            raise RedisConnectionError("The connection of this channel was closed.")
        return super()._connparams(asynchronous)  # type: ignore[misc]  # The stubs leave it out.


class Transport(kombu_redis.Transport):
    Channel = Channel
