"""Name servers that never answer: whoever has such names waits for them, and nobody else does."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from organizations.models import Organization
from tests.webhooks.receiving import Place, Receiver
from tests.webhooks.sending import Listener, listen, tell
from webhooks.delivery import dispatch, lookups
from webhooks.delivery.egress import Answer, Egress, Failure

SILENT = ".silent.example.com"


class Names:
    """What the system's resolver is asked: names that end in SILENT get no answer before the test is over."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.waiting: list[str] = []
        self.asked: list[str] = []
        self.honest = socket.getaddrinfo

    def getaddrinfo(self, host: Any, *args: Any, **kwargs: Any) -> Any:
        asks_nobody = kwargs.get("flags", 0) & socket.AI_NUMERICHOST
        if asks_nobody or not host.endswith(".example.com"):
            return self.honest(host, *args, **kwargs)
        self.asked.append(host)
        if host.endswith(SILENT):
            self.waiting.append(host)
            self.over.wait(60)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return self.honest("127.0.0.1", *args, **kwargs)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Names]:
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
    yield names
    names.over.set()


def named(place: Place, name: str) -> Place:
    return Place(place.base.replace("127.0.0.1", name), place.mode, place.name)


def post_all(*posts: tuple[str, str]) -> list[Answer]:
    """(organization, address) each, all at once."""

    async def together() -> list[Answer]:
        async with Egress() as egress:
            return await asyncio.gather(*(egress.post(url, b"{}", {}, organization) for organization, url in posts))

    return asyncio.run(together())


def test_a_name_server_that_does_not_answer_is_named(names: Names) -> None:
    [answer] = post_all(("acme", f"http://a{SILENT}/"))
    assert (answer.status_code, answer.failure) == (None, Failure.DNS_TIMEOUT)


def test_a_name_is_given_up_long_before_the_whole_request_would_be(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "LOOKUP_S", 0.2)
    with override_settings(WEBHOOK_DEADLINE_SECONDS=600):
        [answer] = post_all(("acme", f"http://a{SILENT}/"))
    assert answer.failure == Failure.DNS_TIMEOUT


def test_an_organization_takes_few_places_and_leaves_all_others(names: Names, receiver: Receiver) -> None:
    silent = [("acme", f"http://{number}{SILENT}/") for number in range(100)]
    well = [(f"org {number}", named(receiver.place(), f"{number}.example.com").url) for number in range(20)]
    answers = post_all(*silent, *well)
    assert {answer.failure for answer in answers[:100]} == {Failure.DNS_TIMEOUT}
    assert {answer.failure for answer in answers[100:]} == {None}
    assert len(names.waiting) == lookups.PLACES


def test_one_silent_name_takes_one_place_however_many_wait_for_it(names: Names, receiver: Receiver) -> None:
    place = named(receiver.place(), "well.example.com")
    silent, well = ("acme", f"http://a{SILENT}/"), ("acme", place.url)
    answers = post_all(*[silent] * 20, well)
    assert [answer.failure for answer in answers] == [*[Failure.DNS_TIMEOUT] * 20, None]
    assert len(names.waiting) == 1


def test_nobody_waits_for_the_question_of_another_organization(names: Names, receiver: Receiver) -> None:
    """Who has no place left asks for the same name, and gets no answer."""
    place = named(receiver.place(), "shared.example.com")
    silent = [("acme", f"http://{number}{SILENT}/") for number in range(lookups.PLACES)]
    *_, refused, answered = post_all(*silent, ("acme", place.url), ("globex", place.url))
    assert (refused.failure, answered.failure) == (Failure.DNS_TIMEOUT, None)


def test_what_was_found_is_remembered_for_a_while(names: Names, receiver: Receiver) -> None:
    url = named(receiver.place(), "known.example.com").url

    async def one_after_the_other() -> None:
        async with Egress() as egress:
            for _ in range(3):
                assert (await egress.post(url, b"{}", {"Connection": "close"}, "acme")).failure is None

    asyncio.run(one_after_the_other())
    assert names.asked == ["known.example.com"]


def test_silent_names_of_one_organization_stop_nobodys_webhooks(
    acme: Organization, globex: Organization, names: Names, receiver: Receiver
) -> None:
    silent = [listen(acme, Place(f"http://{number}{SILENT}", "ok")) for number in range(20)]
    quick = listen(globex, named(receiver.place(), "quick.example.com"))
    tell(acme, *(str(number) for number in range(20)))
    tell(globex, *(str(number) for number in range(50)))
    with override_settings(WEBHOOK_DEADLINE_SECONDS=4):
        dispatch.deliver_due(run_s=1.5, linger_s=0)
    assert {delivery.status for delivery in quick.deliveries} == {"delivered"}
    assert {error for listener in silent for error in errors(listener)} == {"dns_timeout"}
    tries = [attempt for listener in silent for attempt in listener.attempts]
    first_end = min(attempt.started_at + timedelta(milliseconds=attempt.duration_ms) for attempt in tries)
    assert max(attempt.started_at for attempt in quick.attempts) < first_end


def errors(listener: Listener) -> list[str]:
    return [attempt.error for attempt in listener.attempts]
