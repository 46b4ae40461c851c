"""What the cache holds, as JSON: whoever can write to Redis could run code here if it were unpickled."""

import json


class JsonSerializer:
    """For Django's Redis cache. A whole number is its digits, so that Redis can count with it."""

    def dumps(self, value: object) -> bytes | int:
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, stored: bytes) -> object:
        return json.loads(stored)
