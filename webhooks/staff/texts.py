"""What is said of events, on the pages and in the documents, and of tries that failed."""

from collections.abc import Mapping

from webhooks.event_types import EventType

EVENTS: Mapping[EventType, str] = {
    EventType.INTERVIEW_STARTED: "A candidate has begun: the first scored question was asked.",
    EventType.INTERVIEW_COMPLETED: "An interview is over and scored; the results are in the event.",
    EventType.INTERVIEW_EXPIRED: "The link of an interview has run out before anybody began it.",
    EventType.INTERVIEW_CANCELLED: "Somebody has called an interview off.",
    EventType.EVALUATION_UPDATED: "An interview was scored again.",
    EventType.WEBHOOK_ENDPOINT_DISABLED: "Another endpoint was switched off.",
    EventType.PING: "A test event.",
}

# Why a try was not a success: the codes of Attempt.error.
FAILURES: Mapping[str, str] = {
    "invalid_url": "The address cannot be used.",
    "insecure_url": "The address does not begin with https://.",
    "dns_failed": "The name of the server was not found.",
    "dns_timeout": "The name server did not answer in time.",
    "forbidden_address": "The name leads into a private network, so nothing was sent.",
    "connection_refused": "The server refused the connection.",
    "connection_failed": "The server could not be reached.",
    "tls_failed": "The server's certificate is not valid, or the secure connection failed.",
    "timeout": "The answer did not come in time.",
    "disconnected": "The server closed the connection before it had answered.",
    "invalid_response": "The answer was not HTTP.",
    "redirect": "The server sent us elsewhere. Redirects are not followed: enter the final address.",
    "http_status": "The server refused the event.",
    "too_large": "The event is too large to be sent.",
    "secret_unreadable": "The signing secret cannot be read, so nothing was sent. Rotate it.",
    "internal": "We failed. This is not the receiver's fault.",
}


def of_failure(code: str) -> str:
    return FAILURES.get(code, code.replace("_", " ").capitalize())
