"""What the guide says to whoever meets a problem: its status, and what to do."""

from collections.abc import Mapping


def told(status: int, advice: str) -> dict[str, str]:
    return {"status": str(status), "advice": advice}


ADVICE: Mapping[str, dict[str, str]] = {
    "bad_request": told(400, "Look at the host name and the address that you send to."),
    "malformed": told(400, "Send one JSON value in UTF-8, each member once; `detail` or `errors` tells the place."),
    "not_authenticated": told(401, "Send the header X-API-Key."),
    "unusable_key": told(401, "The key was cut, mistyped, revoked, or has expired. Do not try it again."),
    "missing_scope": told(403, "`detail` names the scope. An owner makes a key that has it."),
    "sandbox_only": told(403, "Take a key that begins with iai_test_, and an interview that was scheduled with one."),
    "forbidden": told(403, "This is refused to every key."),
    "not_found": told(404, "Check the id, and whether the key is of the same mode: live and test never meet."),
    "method_not_allowed": told(405, "The header Allow names the methods that the address takes."),
    "conflict": told(409, "`detail` says what stands against it. Read the object again before you go on."),
    "not_ready": told(409, "It will be: try again after Retry-After seconds, or wait for the webhook."),
    "no_results": told(409, "The interview was cancelled or has expired. Do not ask again."),
    "evaluation_failed": told(
        409,
        "Our failure. A recruiter can have it tried again on the interview's report; then the webhook tells.",
    ),
    "nothing_to_ask_again": told(409, "Only what we lost by our own failure is asked again: nothing was, or not yet."),
    "asked_again_already": told(409, "The interview is open for its candidate. Cancel that first to get another link."),
    "asked_again_too_often": told(409, "Schedule another interview."),
    "not_scheduled": told(
        409, "A synthetic candidate takes interviews that nobody has opened and that have not expired."
    ),
    "already_taken": told(409, "Look how far its candidate is; for another one schedule another interview."),
    "endpoint_off": told(409, "Switch the endpoint on, then send again."),
    "gone": told(410, "It was, and will not be again."),
    "too_large": told(413, "Send less at once."),
    "unsupported_media_type": told(415, "Send Content-Type: application/json."),
    "unsupported_encoding": told(415, "Send the body as it is, without Content-Encoding."),
    "invalid_cursor": told(400, "Take `next` and `previous` as they are told, for the list that told them."),
    "invalid": told(422, "`errors` names each wrong field by a JSON pointer."),
    "no_questions": told(422, "Generate questions for the job description, or write some."),
    "idempotency_in_flight": told(
        409, "The first request is still under way: send it again after Retry-After seconds."
    ),
    "idempotency_answer_lost": told(
        409, "What it made exists: find it in the list. The key that sealed the answer was taken out of ours."
    ),
    "idempotency_key_reused": told(422, "A key stands for one request. Take a new one for another request."),
    "idempotency_key_unreadable": told(400, "Use 1 to 255 printable ASCII characters, a UUID for example."),
    "rate_limited": told(429, "Wait for Retry-After seconds. The header RateLimit tells how much is left."),
    "too_many_at_once": told(429, "Nothing was looked at. Send it again after Retry-After seconds, and fewer at once."),
    "budget_spent": told(
        429,
        "Your organization has spent what it may on a day. `detail` and the header RateLimit name the budget; send it "
        "again after Retry-After seconds.",
    ),
    "internal": told(500, "Send it again with the same Idempotency-Key; if it stays, tell us the request id."),
}
