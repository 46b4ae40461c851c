"""What the guide promises is what the code does."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from interviewai.platform_api.pagination import NewestFirst
from interviewai.platform_api.problems import TITLES
from interviews.platform_api.serializers import ScheduleInput
from interviews.sandbox import runs
from organizations.api_requests.models import REPEATABLE_FOR
from organizations.platform_api import keys
from organizations.platform_api.keys import Scope
from webhooks import signing
from webhooks.delivery import retries
from webhooks.endpoints import registration
from webhooks.event_types import EventType

pytestmark = pytest.mark.django_db(transaction=True)


def page(path: str = "/api/docs/") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_problem_has_its_anchor_and_every_event_its_example() -> None:
    told = page()
    ids = re.findall(r' id="([^"]+)"', told)
    assert len(ids) == len(set(ids))
    assert {f"problem-{code}" for code in TITLES} <= set(ids)
    assert {f"event-{kind.value}" for kind in EventType} <= set(ids)
    assert all(f"<code>{scope.value}</code>" in told for scope in Scope)


def test_every_link_within_the_page_leads_somewhere() -> None:
    told = page()
    for target in re.findall(r'href="#([^"]+)"', told):
        assert f'id="{target}"' in told, target


@pytest.mark.parametrize("path", ["/api/docs/", "/api/reference/"])
def test_the_pages_need_no_foreign_host_and_no_looser_policy(path: str) -> None:
    told = page(path)
    assert re.findall(r'(?:src|href)="(?:https?:)?//', told) == []
    assert "<script>" not in told
    assert "unsafe" not in Client().get(path)["Content-Security-Policy"]


def test_the_landing_page_leads_to_the_guide() -> None:
    assert 'href="/api/docs/"' in page("/")


def samples() -> list[str]:
    return [
        html.unescape(each) for each in re.findall(r'<pre tabindex="0"><code>(.*?)</code></pre>', page(), re.DOTALL)
    ]


def test_the_first_call_is_one_that_is_taken() -> None:
    body = re.search(r"-d '(.*?)'", samples()[0], re.DOTALL)
    assert body
    wanted = ScheduleInput(data=json.loads(body[1]))
    assert wanted.is_valid(), wanted.errors


def test_the_receiver_in_the_guide_takes_what_is_signed_and_nothing_else() -> None:
    (source,) = (each for each in samples() if each.startswith("# Python"))
    receiver: dict[str, Any] = {}
    exec(source, receiver)  # noqa: S102
    now, secrets = datetime.now(UTC), [signing.new_secret(), signing.new_secret()]
    body = signing.stamped('{"event_id":"evt_1"}', now)
    header = signing.headers("evt_1", body, now, secrets)["X-Webhook-Signature"]
    assert all(receiver["verified"](body, header, secret)["event_id"] == "evt_1" for secret in secrets)
    late = signing.stamped('{"event_id":"evt_1"}', now - timedelta(minutes=6))
    late_header = signing.headers("evt_1", late, now, secrets)["X-Webhook-Signature"]
    for refused in ((body, header, "whsec_other"), (body + b" ", header, secrets[0]), (late, late_header, secrets[0])):
        with pytest.raises(PermissionError):
            receiver["verified"](*refused)


def test_the_spans_and_limits_in_its_sentences_are_those_of_the_code() -> None:
    told = re.sub(r"<[^>]+>", "", page())
    day = timedelta(hours=24)
    assert "the old one works for 24 hours more" in told
    assert day == keys.ROTATION_OVERLAP
    assert "for 24 hours it gets the same answer" in told
    assert day == REPEATABLE_FOR
    assert "for 24 hours both sign" in told
    assert day == registration.ROTATION_OVERLAP
    assert "after 1 and 5 minutes, half an hour, 2, 6, 12 and 24 hours" in told
    assert [wait / timedelta(minutes=1) for wait in retries.WAITS] == [1, 5, 30, 120, 360, 720, 1440]
    assert "for 48 hours in all" in told
    assert timedelta(hours=48) == retries.STOP_AFTER
    assert "(25, at most 100)" in told
    assert (NewestFirst.page_size, NewestFirst.max_page_size) == (25, 100)


def test_the_characters_that_it_names_can_be_ordered() -> None:
    part = page().partition('id="sandbox"')[2].partition("</section>")[0]
    named = re.findall(r"<li><code>(\w+)</code>|, <code>(\w+)</code>", part)
    assert {first or second for first, second in named} == {"strong", "weak", "silent", "no_show"}
    assert {first or second for first, second in named} <= set(runs.CHOICES)
