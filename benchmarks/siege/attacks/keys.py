"""Attacks by API keys: questions, webhooks, mails, lists."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from benchmarks.siege.attacks.mallory import Mallory, flood
from benchmarks.siege.attacks.registry import attack
from benchmarks.siege.voices import LOCAL
from interviewai.embedded.ports import free_port
from jobs.generated_questions import SPOKEN_MAX

CALLS, QUESTIONS = 4, 12
LONG_QUESTION = "Tell me about a service that you ran, what went wrong with it and why. " * 14
ENDPOINTS, AT_ONCE = 64, 16
MAILS, MAILS_A_CALL = 400, 100
JOB = {"title": "Backend Developer", "description": "Builds and runs services."}


@attack("own-questions", f"{CALLS} API calls bring {QUESTIONS} questions of {SPOKEN_MAX} letters each.", engines=LOCAL)
async def own_questions(mallory: Mallory) -> None:
    async with mallory.platform(livemode=True) as platform:
        for call in range(CALLS):
            texts = [f"Number {call}.{number}: {LONG_QUESTION}"[:SPOKEN_MAX] for number in range(QUESTIONS)]
            candidate = {"name": "Mallory", "email": f"own-{call}@example.com"}
            body = {"job_description": JOB | {"custom_questions": texts}, "candidate": candidate}
            await mallory.call(platform, "interviews/schedule", body)


@attack("test-mails", f"A test key invites {MAILS} people by mail.")
async def test_mails(mallory: Mallory) -> None:
    async with mallory.platform(livemode=False) as platform:
        for call in range(MAILS // MAILS_A_CALL):
            people = [
                {"name": "Pay at once", "email": f"invited-{call}-{number}@example.com"}
                for number in range(MAILS_A_CALL)
            ]
            await mallory.call(platform, "candidates/invite", {"job_description": JOB, "candidates": people})


@attack("hanging-webhooks", f"{ENDPOINTS} endpoints that cannot be looked up or never answer are pinged without end.")
async def hanging_webhooks(mallory: Mallory) -> None:
    async with never_answering() as silent:
        await asyncio.gather(*(ping_without_end(mallory, silent, livemode=livemode) for livemode in (True, False)))


async def ping_without_end(mallory: Mallory, silent: str, *, livemode: bool) -> None:
    async with mallory.platform(livemode=livemode) as platform:
        for number in range(ENDPOINTS // 4):
            await mallory.call(platform, "webhook-endpoints", {"url": f"{silent}/{number}"})
            await mallory.call(platform, "webhook-endpoints", {"url": f"https://siege-{number}.invalid/"})
        ids = await endpoints(platform)
        await flood(AT_ONCE, lambda number: mallory.call(platform, f"webhook-endpoints/{ids[number % len(ids)]}/ping"))


async def endpoints(platform: aiohttp.ClientSession) -> list[str]:
    async with platform.get("/api/v1/webhook-endpoints?limit=100") as answer:
        return [endpoint["id"] for endpoint in (await answer.json())["results"]]


@asynccontextmanager
async def never_answering() -> AsyncIterator[str]:
    """A receiver that takes what comes and says nothing."""
    port = free_port()
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()


@attack("api", "An API key lists interviews as fast as they come.")
async def api(mallory: Mallory) -> None:
    async with mallory.platform(livemode=True) as platform:
        await flood(AT_ONCE, lambda _: mallory.get(platform, "/api/v1/interviews?limit=100"))
