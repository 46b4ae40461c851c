"""Both families of signatures against what their authors published."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import standardwebhooks
from hypothesis import given
from hypothesis import strategies as st

from webhooks.signing import github_signature, headers, new_secret, stamped

# https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
GITHUB = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
# https://github.com/standard-webhooks/standard-webhooks: the vector of its libraries' tests
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
STANDARD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_githubs_documented_example() -> None:
    assert github_signature(b"Hello, World!", "It's a Secret to Everybody") == GITHUB


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9))])
def test_the_public_vector_of_standard_webhooks(zone: timezone) -> None:
    sent_at = datetime.fromtimestamp(AT, zone)
    made = headers(MESSAGE, BODY, sent_at, [SECRET])
    assert made["webhook-signature"] == STANDARD
    assert (made["webhook-id"], made["webhook-timestamp"]) == (MESSAGE, str(AT))


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), min_size=1))
def test_what_is_stamped_is_the_payload_and_the_time_of_sending(payload: dict[str, object]) -> None:
    payload.pop("sent_at", None)
    payload["event_id"] = "evt_1"
    stored = json.dumps(payload, ensure_ascii=False)
    if "\ud800" <= max(stored) <= "\udfff":
        return
    body = stamped(stored, datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC))
    assert json.loads(body) == {"sent_at": "2026-05-06T07:08:09.123Z", **payload}


def test_a_request_with_two_keys_is_accepted_with_either_and_with_no_other() -> None:
    new, old, now = new_secret(), new_secret(), datetime.now(UTC)
    body = stamped('{"event":"ping"}', now)
    made = headers("evt_1", body, now, [new, old])
    for key in (new, old):
        assert standardwebhooks.Webhook(key).verify(body, made)["event"] == "ping"
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(new_secret()).verify(body, made)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(new).verify(body.replace(b"ping", b"pong"), made)
