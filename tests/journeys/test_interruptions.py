"""A reload, a dead line, a dead server, blocked WebSockets, a second tab: the interview goes on where it was."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebSocketRoute, expect

from tests import seed
from tests.journeys.candidate import HEARD, Candidate
from tests.stack import Stack

Rows = Callable[..., list[dict[str, object]]]

SEGMENTS = (
    "SELECT t.id AS turn, s.sequence FROM interviews_segment s JOIN interviews_turn t ON t.id = s.turn_id"
    " WHERE t.interview_id = %s AND t.kind = 'main' ORDER BY t.position, s.sequence"
)
# Playwright's wait_for_function takes the promise of an asynchronous predicate for a yes, so the page waits itself.
KEPT = """async ([least, most]) => {
  const stored = () => new Promise((resolve) => {
    const open = indexedDB.open("interview");
    open.onsuccess = () => {
      const keys = open.result.transaction("segments").objectStore("segments").getAllKeys();
      keys.onsuccess = () => { open.result.close(); resolve(keys.result); };
    };
  });
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const keys = await stored();
    if (keys.length >= least && keys.length <= (most ?? keys.length)) return keys;
    if (Date.now() > giveUpAt) throw new Error(`It keeps ${keys.length} pieces, not ${least} to ${most ?? "any"}.`);
    await new Promise(requestAnimationFrame);
  }
}"""


def recorded(page: Page, *, least: int) -> list[str]:
    """The keys of what the page keeps for the server, once there are that many."""
    keys: list[str] = page.evaluate(KEPT, [least, None])
    return keys


def expect_all_sent(page: Page) -> None:
    page.evaluate(KEPT, [0, 0])


def test_a_reload_in_mid_answer_keeps_the_turn_and_what_was_said(
    candidate: Candidate, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.say_something()
    question, progress = candidate.question.inner_text(), candidate.progress.inner_text()
    before = rows(SEGMENTS, invited.interview_id)
    recorded(candidate.page, least=2)  # It records the next one.
    candidate.page.reload()
    candidate.rejoin()
    assert (candidate.question.inner_text(), candidate.progress.inner_text()) == (question, progress)
    expect(candidate.captions).to_have_text(HEARD)
    segments = candidate.page.locator(".captions__segment")
    expect(segments.nth(len(before) + 1)).to_be_attached()  # What was stored, the rescued piece, a new one.
    candidate.finish_turn()
    numbers = [row["sequence"] for row in rows(SEGMENTS, invited.interview_id) if row["turn"] == before[0]["turn"]]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > len(before)


def test_the_whole_interview_runs_over_http_when_websockets_are_blocked(candidate: Candidate) -> None:
    sockets: list[str] = []

    def block(socket: WebSocketRoute) -> None:
        sockets.append(socket.url)
        socket.close()

    candidate.page.route_web_socket(re.compile("/ws/"), block)
    candidate.practise()
    candidate.answer_all()
    candidate.send_off()
    assert sockets


def test_an_answer_given_while_the_server_is_dead_arrives_when_it_is_back(
    candidate: Candidate, stack: Stack, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.say_something()
    turn = candidate.turn
    stack.kill("web-1")
    notice = candidate.page.get_by_text("Reconnecting… Nothing you said is lost.")
    expect(notice).to_be_visible()
    stored = len(rows(SEGMENTS, invited.interview_id))
    recorded(candidate.page, least=3)  # It records all the same.
    candidate.finish()
    candidate.expect_state("Sending your answer")
    stack.start("web-1")
    stack.wait_until_ready()
    candidate.expect_another_turn(turn)
    expect(notice).to_be_hidden()
    assert len(rows(SEGMENTS, invited.interview_id)) > stored


def test_a_second_tab_takes_over_and_the_first_one_can_take_back(
    candidate: Candidate, context: BrowserContext, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.say_something()
    second = Candidate(context.new_page(), invited.link)
    second.page.goto(candidate.page.url)
    expect(candidate.page.get_by_role("heading", name="open somewhere else")).to_be_visible()
    second.rejoin()
    expect(second.captions).to_have_text(HEARD)
    candidate.page.bring_to_front()
    candidate.button("Use this tab instead").click()
    expect(second.page.get_by_role("heading", name="open somewhere else")).to_be_visible()
    candidate.rejoin()
    candidate.finish_turn()


def test_neither_the_console_nor_a_storage_key_holds_the_links_token(
    candidate: Candidate, page: Page, invited: seed.Seeded
) -> None:
    said: list[ConsoleMessage] = []
    page.on("console", lambda message: said.append(message))
    candidate.practise()
    candidate.say_something()
    token = invited.link.rstrip("/").rpartition("/")[2]
    keys = recorded(page, least=1) + page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [key for key in keys if token in key] == []
    assert [message.text for message in said] == []
