import asyncio
import itertools
from typing import Any, cast

from httpx import ASGITransport, AsyncClient

from interviewai.asgi import http
from organizations.models import Organization, Role
from tests.fixtures import Login
from tests.organizations.rows import make_job

AT_ONCE = 40


def test_requests_at_the_same_time_never_see_the_other_organization(
    acme: Organization, globex: Organization, login: Login
) -> None:
    sessions = {}
    for organization in (acme, globex):
        make_job(organization, f"of {organization.slug}")
        sessions[organization.slug] = login(organization, Role.RECRUITER).cookies["sessionid"].value

    async def read(slug: str) -> tuple[str, str]:
        cookies = {"sessionid": sessions[slug]}
        async with AsyncClient(
            transport=ASGITransport(cast("Any", http)), base_url="http://localhost", cookies=cookies
        ) as client:
            answer = await client.get(f"/o/{slug}/jobs/")
            return slug, answer.raise_for_status().text

    async def read_all() -> list[tuple[str, str]]:
        slugs = itertools.islice(itertools.cycle(sessions), AT_ONCE)
        return await asyncio.gather(*map(read, slugs))

    for slug, page in asyncio.run(read_all()):
        other = next(each for each in sessions if each != slug)
        assert f"of {slug}" in page
        assert f"of {other}" not in page
