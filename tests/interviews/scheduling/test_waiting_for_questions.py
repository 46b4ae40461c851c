"""A candidate who comes before the questions are written."""

from channels.db import database_sync_to_async

from interviews.scheduling.invitations import create_interview
from jobs import generation
from jobs.models import GenerationMode, JobDescription
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.socket import opened
from tests.jobs.factories import make_job
from tests.owed_work import work


def waiting(organization: Organization) -> tuple[JobDescription, str]:
    """A job whose questions are being written, and the token of an interview for it."""
    job = make_job(organization)
    with organization_schema(organization):
        generation.request(job, GenerationMode.KEEP)
        job.refresh_from_db()
        _, token = create_interview(job, candidate_name="Early Bird", may_wait=True)
    return job, token


async def test_a_page_on_a_websocket_is_told_and_goes_on_when_they_are_there(acme: Organization) -> None:
    _, token = await database_sync_to_async(waiting)(acme)
    async with opened(token) as page:
        told = await page.tell("hello", connection_id="tab-1")
        assert (told["type"], told["code"], told["fatal"]) == ("error", "not_ready", False)
        await database_sync_to_async(work)("questions")
        told = await page.tell("hello", connection_id="tab-1")
        assert (told["type"], told["interview"]["phase"]) == ("snapshot", "not_started")
