"""The synthetic candidate comes: a whole installation, its workers and the network between them."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from interviewai.embedded.ports import free_port
from interviewai.embedded.programs import Application
from interviews.sandbox import runs
from interviews.synthetic import performance
from interviews.synthetic.browser import Browser
from interviews.synthetic.client import Way
from interviews.synthetic.errors import LineLost
from interviews.synthetic.links import Link
from providers.config import AIConfig
from tests import seed
from tests.interviewai.launching import until
from tests.stack import Stack, running

SCRIPTED = AIConfig(env="scripted")
PUBLIC = "https://interviews.example.com"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """Slow enough that a worker can be killed in the middle; a dead worker's claim runs out soon."""
    with running({"SCRIPTED_STT_MS": "150", "CLAIM_SECONDS": "3"}) as started:
        yield started


def ordered(stack: Stack, *characters: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(stack.run("tests.interviews.sandbox.order", *characters))
    return made


def run_of(stack: Stack, order: dict[str, Any]) -> dict[str, Any]:
    query = "SELECT * FROM sandbox_runs WHERE interview_id = %s"
    return stack.rows(query, order["interview_id"], schema=order["schema"])[0]


def interview_of(stack: Stack, order: dict[str, Any]) -> dict[str, Any]:
    query = "SELECT * FROM interviews_interview WHERE id = %s"
    return stack.rows(query, order["interview_id"], schema=order["schema"])[0]


def has_status(stack: Stack, order: dict[str, Any], status: str) -> bool:
    return bool(interview_of(stack, order)["status"] == status)


def turns_of(stack: Stack, order: dict[str, Any]) -> list[dict[str, Any]]:
    query = "SELECT * FROM interviews_turn WHERE interview_id = %s ORDER BY position"
    return stack.rows(query, order["interview_id"], schema=order["schema"])


def is_over(stack: Stack, order: dict[str, Any]) -> bool:
    return run_of(stack, order)["status"] in ("done", "failed")


def test_every_character_brings_its_interview_to_its_end(stack: Stack) -> None:
    """More of them than a process lets in at once."""
    orders = dict(zip(runs.CHOICES, ordered(stack, *runs.CHOICES), strict=True))
    for character, order in orders.items():
        until(partial(is_over, stack, order), f"the end of {character}")
        assert (run_of(stack, order)["status"], run_of(stack, order)["error"]) == ("done", "")
        end = "expired" if character == runs.NO_SHOW else "completed"
        until(partial(has_status, stack, order, end), f"{character}: {end}")
    spoken = {turn["answer_mode"] for turn in turns_of(stack, orders["strong"])}
    assert spoken == {"speech"}, "the answers went through speech recognition"
    assert all(turn["transcript"] for turn in turns_of(stack, orders["strong"]))


def test_a_killed_worker_costs_nothing_but_time(stack: Stack) -> None:
    stack.kill("webhooks-1")  # So that the interview does not begin before it is looked at.
    order = ordered(stack, "strong")[0]
    stack.start("webhooks-1")
    until(lambda: len(turns_of(stack, order)) >= 2, "the first question")
    stack.kill("webhooks-1")
    asked = [turn["id"] for turn in turns_of(stack, order)]
    stack.start("webhooks-1")
    until(lambda: is_over(stack, order), "the end of the run")
    run = run_of(stack, order)
    assert (run["status"], run["attempts"]) == ("done", 2)
    until(partial(has_status, stack, order, "completed"), "the completed interview")
    assert [turn["id"] for turn in turns_of(stack, order)][: len(asked)] == asked, "it went on where it stood"


@pytest.mark.parametrize("way", ["websocket", "http"])
def test_workers_may_reach_a_web_process_behind_its_proxy(stack: Stack, way: Way) -> None:
    """Public over https alone, and everything on plain http is sent there but what the proxy has passed on."""
    port = str(free_port())
    environment = {**stack.environment, "PORT": port, "PUBLIC_URL": PUBLIC, "BEHIND_PROXY": "1"}
    stack.starts["proxied"] = Application(Path(stack.home), environment).web
    stack.start("proxied")
    link = Link(PUBLIC, new_link(stack), via=f"http://127.0.0.1:{port}")
    until(partial(answers, link), "the web process")
    conversation = performance.conversation(
        "typing", link, ai=SCRIPTED, tier="essential", language="en", plan=None, way=way
    )
    asyncio.run(conversation.take())
    assert conversation.tab.snapshot
    assert conversation.tab.snapshot["interview"]["phase"] == "completed"
    stack.kill("proxied")


def answers(link: Link) -> bool:
    with suppress(LineLost):
        return Browser.of(link).get("/health/live").status == 200
    return False


def new_link(stack: Stack) -> str:
    row = seed.read(stack.run("tests.seed", "--interviews", "1", "--questions", "2"))[0]
    return Link.parse(row.link).token
