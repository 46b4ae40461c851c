"""What is sent of a stored payload, and the two families of signatures on it. Pure.

`X-Webhook-Signature: sha256=<hex>` is HMAC-SHA256 over the body, keyed with the whole text of the secret (GitHub's
scheme). `webhook-signature: v1,<base64>` signs `id.timestamp.body` (Standard Webhooks 1.0). While a secret is being
rotated both are made with the new one and the old one.
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from interviewai.kernel.moments import iso

PREFIX = "whsec_"
SECRET_BYTES = 32
VERSION = "1"
USER_AGENT = "InterviewAI-Webhooks/1"


def new_secret() -> str:
    return f"{PREFIX}{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def stamped(payload: str, sent_at: datetime) -> bytes:
    """The body of one attempt: the stored JSON object with `sent_at` as its first member.

    A signature over the body alone would leave the time of sending, a header, to whoever repeats an old request.
    """
    return f'{{"sent_at":"{iso(sent_at)}",{payload[1:]}'.encode()


def headers(event_id: str, body: bytes, sent_at: datetime, keys: Sequence[str]) -> dict[str, str]:
    """`keys` are the active secrets, the newest first. Raises ValueError for one that is no secret."""
    timestamp = str(int(sent_at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "X-Webhook-Version": VERSION,
        "X-Webhook-Signature": ",".join([f"sha256={github_signature(body, key)}" for key in keys]),
        "webhook-id": event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join([standard_signature(event_id, timestamp, body, key) for key in keys]),
    }


def github_signature(body: bytes, key: str) -> str:
    return _hmac(key.encode(), body).hexdigest()


def standard_signature(event_id: str, timestamp: str, body: bytes, key: str) -> str:
    made = _hmac(_decoded(key), f"{event_id}.{timestamp}.".encode() + body)
    return f"v1,{b64encode(made.digest()).decode()}"


def _hmac(key: bytes, message: bytes) -> hmac.HMAC:
    made = _begun(key).copy()
    made.update(message)
    return made


@lru_cache(maxsize=1000)
def _begun(key: bytes) -> hmac.HMAC:
    """To begin costs more than to go through a message of usual length."""
    return hmac.new(key, digestmod="sha256")


@lru_cache(maxsize=1000)
def _decoded(key: str) -> bytes:
    return b64decode(key.removeprefix(PREFIX) + "==")
