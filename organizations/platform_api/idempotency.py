"""A POST with an `Idempotency-Key` is carried out once, and answered the same way again for a day.

What it does and its answer are one transaction, under an advisory lock that lives as long: a process that is killed
leaves both or neither, and nothing that would have to be cleared away. (IETF draft idempotency-key-header-07.)
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from interviewai.kernel.errors import Conflict, DomainError, Invalid
from organizations.api_requests.models import REPEATABLE_FOR, IdempotentRequest
from organizations.platform_api.authentication import key_of
from organizations.sealing import Unsealable, seal, unseal
from organizations.tenancy import current_organization

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY_MAX = 255

Handler = Callable[..., Response]


class InFlight(Conflict):
    code = "idempotency_in_flight"
    retry_after_s = 1


class Reused(Invalid):
    code = "idempotency_key_reused"


class AnswerLost(Conflict):
    code = "idempotency_answer_lost"


class UnreadableKey(DomainError):
    code = "idempotency_key_unreadable"


def once(handler: Handler, request: Request, *args: Any, **kwargs: Any) -> Response:
    """In a transaction; with a key, at most once. Raises InFlight, Reused, AnswerLost, UnreadableKey."""
    key = wanted_key(request)
    with transaction.atomic():
        if not key:
            return handler(request, *args, **kwargs)
        livemode, fingerprint = key_of(request).livemode, fingerprint_of(request)
        if not lock(key, livemode):
            raise InFlight("A request with this Idempotency-Key is being carried out. Try again in a moment.")
        known = IdempotentRequest.objects.filter(key=key, livemode=livemode).order_by().first()
        if known and known.created_at > timezone.now() - REPEATABLE_FOR:
            return replayed(known, fingerprint)
        if known:
            known.delete()
        response = handler(request, *args, **kwargs)
        IdempotentRequest.objects.create(
            key=key,
            livemode=livemode,
            fingerprint=fingerprint,
            status=response.status_code,
            response=seal(JSONRenderer().render(response.data).decode()),
        )
        return response


def wanted_key(request: Request) -> str:
    """Quoted, as the draft has it, or bare, as everybody sends it; empty for none. Raises UnreadableKey."""
    if HEADER not in request.headers:
        return ""
    given = request.headers[HEADER].strip()
    key = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not 0 < len(key) <= KEY_MAX or not key.isascii() or not key.isprintable():
        raise UnreadableKey(f"An Idempotency-Key has 1 to {KEY_MAX} printable ASCII characters.")
    return key


def fingerprint_of(request: Request) -> str:
    """Of what is asked, not of how it is spelled: the order of a JSON object's members does not count."""
    body = json.dumps(request.data, sort_keys=True)
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n{body}".encode()).hexdigest()


def lock(key: str, livemode: bool) -> bool:
    """Until the transaction ends, however it ends. False when another one holds it."""
    name = f"idempotency:{current_organization().id}:{livemode}:{key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def replayed(known: IdempotentRequest, fingerprint: str) -> Response:
    if known.fingerprint != fingerprint:
        raise Reused("This Idempotency-Key was used for another request. Use a new key for a new request.")
    try:
        answer = unseal(known.response)
    except Unsealable:
        raise AnswerLost("This was carried out, but its answer cannot be read any more.") from None
    return Response(json.loads(answer) if answer else None, status=known.status, headers={REPLAYED: "true"})
