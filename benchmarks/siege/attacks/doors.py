"""Attacks at doors that are open to everybody, or to whoever has signed up."""

from itertools import cycle

import aiohttp

from benchmarks.siege.attacks.mallory import Mallory, flood
from benchmarks.siege.attacks.registry import attack

LONG_PATH = "/" + 16_000 * "a"
AT_ONCE = 30
ORGANIZATIONS = 30
PASSWORD = "a passphrase that is wrong {}"  # noqa: S105


@attack("nothing", "Nobody does anything: how far two stretches of the same run are apart by themselves.")
async def nothing(_mallory: Mallory) -> None:
    pass


@attack("long-paths", "Strangers ask for an address of 16,000 letters.")
async def long_paths(mallory: Mallory) -> None:
    async with mallory.browser() as browser:
        await flood(AT_ONCE, lambda _: mallory.get(browser, LONG_PATH))


@attack("wrong-passwords", "A stranger tries passwords, of an address each time another.")
async def wrong_passwords(mallory: Mallory) -> None:
    async with mallory.browser() as browser:

        async def again(number: int) -> None:
            fields = {"login": f"person-{number}@example.com", "password": PASSWORD.format(number)}
            await mallory.submit(browser, "/accounts/login/", **fields)

        await flood(AT_ONCE, again)


@attack("sign-ups", "A stranger signs up again and again.")
async def sign_ups(mallory: Mallory) -> None:
    async with mallory.browser() as browser:
        await flood(AT_ONCE, lambda number: sign_up(mallory, browser, number))


@attack("many-organizations", f"A person makes {ORGANIZATIONS} organizations, and a stranger signs up meanwhile.")
async def many_organizations(mallory: Mallory) -> None:
    async with mallory.browser(logged_in=True) as owner, mallory.browser() as stranger:

        async def again(number: int) -> None:
            if number < ORGANIZATIONS:
                await mallory.submit(owner, "/organizations/new/", name=f"Organization {number}")
            else:
                await sign_up(mallory, stranger, number)

        await flood(8, again)


@attack("snapshots", "Every link's snapshot and room are asked for over HTTP as fast as they come.")
async def snapshots(mallory: Mallory) -> None:
    pages = [f"{link.path}{page}" for link in mallory.links for page in ("live/snapshot", "", "check")]
    async with mallory.browser() as browser:
        await flood(AT_ONCE, lambda number: mallory.get(browser, pages[number % len(pages)]))


@attack("lists", "A recruiter's lists, exports and forms are asked for as fast as they come.")
async def lists(mallory: Mallory) -> None:
    home = f"/o/{mallory.people.slug}/"
    names = (
        "",
        "interviews/",
        "evaluations/",
        "evaluations.csv",
        "evaluations/summary/",
        "jobs/",
        "settings/api-keys/",
    )
    pages = cycle(f"{home}{name}" for name in names)
    async with mallory.browser(logged_in=True) as browser:
        await flood(AT_ONCE, lambda _: mallory.get(browser, next(pages)))


@attack("documents", "Strangers ask for the API's document and its pages as fast as they come.")
async def documents(mallory: Mallory) -> None:
    pages = cycle(("/api/v1/openapi.json", "/api/docs/", "/api/reference/"))
    async with mallory.browser() as browser:
        await flood(AT_ONCE, lambda _: mallory.get(browser, next(pages)))


async def sign_up(mallory: Mallory, browser: aiohttp.ClientSession, number: int) -> None:
    fields = {"email": f"stranger-{number}@example.com", "password1": PASSWORD.format(number)}
    await mallory.submit(browser, "/accounts/signup/", organization_name=f"Stranger {number}", **fields)
