"""Links that open nothing, over HTTP and over a WebSocket; and links that die while a page is open."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from django.utils import timezone

from interviews import lifecycle, protocol
from interviews.models import Interview, Segment
from interviews.scheduling import invitations
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.interviews.socket import opened

Close = Callable[[Interview], object]


def expire(interview: Interview) -> None:
    Interview.objects.filter(id=interview.id).update(expires_at=timezone.now() - timedelta(seconds=1))


def end_long_ago(interview: Interview) -> None:
    ended = timezone.now() - timedelta(hours=settings.LINK_HOURS_AFTER_END)
    Interview.objects.filter(id=interview.id).update(status=Interview.Status.COMPLETED, completed_at=ended)


BY_TIME = [
    pytest.param(expire, 410, "link_expired", protocol.CLOSE_GONE, id="expired"),
    pytest.param(end_long_ago, 410, "link_used", protocol.CLOSE_GONE, id="finished"),
]
BY_SOMEBODY = [
    pytest.param(lifecycle.cancel, 410, "link_cancelled", protocol.CLOSE_GONE, id="cancelled"),
    pytest.param(invitations.reissue_link, 404, "unknown_link", protocol.CLOSE_UNKNOWN_LINK, id="replaced"),
]


def apply(close: Close, page: Page) -> None:
    with organization_schema(page.organization):
        close(interview_of(page))


async def refusal(token: str) -> tuple[str, int]:
    """What a WebSocket is told, and what it is closed with."""
    async with opened(token) as socket:
        return (await socket.hear())["code"], await socket.close_code()


def test_the_link_of_a_finished_interview_shows_its_last_page_for_some_hours(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme)
    just_in_time = timezone.now() - timedelta(hours=settings.LINK_HOURS_AFTER_END - 1)
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(
            status=Interview.Status.COMPLETED, completed_at=just_in_time
        )
    assert page.client.get(f"{page.base}/end").status_code == 200
    apply(end_long_ago, page)
    closed = page.client.get(f"{page.base}/end")
    assert closed.status_code == 410
    assert b"The interview behind it is finished." in closed.content


def wrong_links(page: Page, globex: Organization) -> list[str]:
    token = page.token
    other_end = token[:-1] + ("a" if token[-1] != "a" else "b")
    return ["nonsense", "x" * len(token), other_end, globex.link_prefix + token[8:], token[:8] + "\0" * 32, "\0" * 40]


def test_wrong_cut_and_foreign_links_are_answered_alike(
    acme: Organization, globex: Organization, invite: Invite
) -> None:
    page = invite(acme)
    pages = set()
    for wrong in wrong_links(page, globex):
        answer = Client().get(f"/i/{wrong}/")
        assert answer.status_code == 404
        pages.add(answer.content)
        live = Client().get(f"/i/{wrong}/live/snapshot")
        assert (live.status_code, live.json()["messages"][0]["code"]) == (404, "unknown_link")
    assert len(pages) == 1


def test_a_websocket_on_a_wrong_link_is_closed_with_its_own_code(
    acme: Organization, globex: Organization, invite: Invite
) -> None:
    for wrong in wrong_links(invite(acme), globex)[:4]:
        assert asyncio.run(refusal(wrong)) == ("unknown_link", protocol.CLOSE_UNKNOWN_LINK)


@pytest.mark.parametrize(("close", "status", "code", "close_code"), [*BY_TIME, *BY_SOMEBODY])
def test_a_closed_link_says_why(
    acme: Organization, invite: Invite, close: Close, status: int, code: str, close_code: int
) -> None:
    page = invite(acme)
    apply(close, page)
    for path in ("", "check", "room", "end", "live/snapshot"):
        assert page.client.get(f"{page.base}/{path}").status_code == status
    assert page.send("hello")["code"] == code
    assert page.segment("too late", turn_id="trn_1")["code"] == code
    assert asyncio.run(refusal(page.token)) == (code, close_code)


async def what_an_open_page_is_told(page: Page, close: Close, *, asking: bool) -> tuple[str, int]:
    async with opened(page.token) as socket:
        await socket.tell("hello", connection_id="tab-2")
        await database_sync_to_async(apply, thread_sensitive=False)(close, page)
        if asking:
            await socket.send_to(text_data='{"v": 1, "type": "sync"}')
        return (await socket.hear_until("error"))["code"], await socket.close_code()


@pytest.mark.parametrize(("close", "status", "code", "close_code"), BY_SOMEBODY)
def test_an_open_page_is_told_at_once_that_somebody_closed_its_link(
    acme: Organization, invite: Invite, close: Close, status: int, code: str, close_code: int
) -> None:
    page = invite(acme)
    page.practise()
    assert asyncio.run(what_an_open_page_is_told(page, close, asking=False)) == (code, close_code)


@pytest.mark.parametrize(("close", "status", "code", "close_code"), BY_TIME[1:])
def test_an_open_page_is_told_that_its_time_is_over_when_it_asks(
    acme: Organization, invite: Invite, close: Close, status: int, code: str, close_code: int
) -> None:
    """Nothing happens at that moment that could tell it. Who has begun is never too late."""
    page = invite(acme)
    page.practise()
    assert asyncio.run(what_an_open_page_is_told(page, close, asking=True)) == (code, close_code)


def test_after_a_cancellation_nothing_more_is_recorded_or_asked(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]

    async def go_on() -> tuple[str, int]:
        async with opened(page.token) as socket:
            await socket.tell("hello", connection_id="tab-1")
            await database_sync_to_async(cancel_unheard, thread_sensitive=False)(page)
            answer = await socket.tell("answer.type", turn_id=turn_id, text="I go on all the same.")
            return answer["code"], await socket.close_code()

    assert asyncio.run(go_on()) == ("link_cancelled", protocol.CLOSE_GONE)
    with organization_schema(acme):
        assert not Segment.objects.filter(turn_id=turn_id).exists()
        assert interview_of(page).turns.count() == 2


def cancel_unheard(page: Page) -> None:
    """The page's hint is lost, as it may be."""
    with organization_schema(page.organization):
        Interview.objects.filter(id=page.interview_id).update(status=Interview.Status.CANCELLED)


def test_a_used_up_link_leads_to_the_end_and_changes_nothing(acme: Organization, invite: Invite) -> None:
    page = invite(acme, questions=1)
    page.practise()
    turn_id = page.turn["id"]
    page.send("interview.end")
    page.send("review.done")
    assert page.phase == "completed"
    assert "already finished" in page.client.get(f"{page.base}/").content.decode()
    for path in ("check", "room"):
        assert page.client.get(f"{page.base}/{path}")["Location"] == f"{page.base}/end"
    for kind in ("start", "practice.done", "interview.end", "review.done"):
        page.send(kind)
        assert (page.phase, page.state["turn"]) == ("completed", None)
    page.send("answer.type", turn_id=turn_id, text="one thing more")
    assert page.segment("one thing more", turn_id=turn_id)["code"] == "turn_over"
    with organization_schema(acme):
        assert [turn.answer_text for turn in interview_of(page).turns.filter(kind="main")] == [""]


def test_a_turn_of_another_interview_is_not_found(acme: Organization, globex: Organization, invite: Invite) -> None:
    for other in (invite(acme), invite(globex)):
        mine = invite(acme)
        other.practise()
        mine.practise()
        theirs = other.turn["id"]
        assert mine.send("answer.type", turn_id=theirs, text="not mine")["code"] == "unknown_turn"
        assert mine.segment("not mine", turn_id=theirs)["code"] == "unknown_turn"
        assert mine.client.get(f"{mine.base}/speech/{theirs}/0").status_code == 404
        other.refresh()
        assert other.turn["stored_segments"] == []


def test_speech_of_a_turn_that_cannot_exist_is_not_found(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    for name in (f"{page.turn['id']}/99", "nothing/0", "%00/0", "ack/99"):
        assert page.client.get(f"{page.base}/speech/{name}").status_code == 404
