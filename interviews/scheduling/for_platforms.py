"""Interviews for parent platforms, with a job that stands or with one that comes along and gets its questions later."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from interviewai.kernel.errors import Conflict, NotFound
from interviews.models import Interview
from interviews.scheduling import invitation_mails, invitations
from jobs import authoring, generation
from jobs.models import GenerationMode, JobDescription

OPTIONS = ("expires_at", "redirect_url", "language", "metadata")


@transaction.atomic(savepoint=False)
def schedule(wanted: Mapping[str, Any], *, livemode: bool, key_id: str) -> tuple[Interview, str]:
    """The interview and its link. `wanted` is the clean data of ScheduleInput. Raises NotFound, Conflict, Invalid."""
    job = _job(wanted, livemode, key_id)
    return _create(job, wanted["candidate"], wanted, key_id)


@transaction.atomic(savepoint=False)
def invite(wanted: Mapping[str, Any], *, livemode: bool, key_id: str) -> list[tuple[Interview, str]]:
    """All or none of them, each with a mail that is owed. `wanted` is the clean data of InviteInput."""
    job = _job(wanted, livemode, key_id)
    created = [_create(job, candidate, wanted, key_id, link_is_owed=True) for candidate in wanted["candidates"]]
    for interview, _ in created:
        invitation_mails.owe(interview)
    return created


def _job(wanted: Mapping[str, Any], livemode: bool, key_id: str) -> JobDescription:
    if inline := wanted.get("job_description"):
        return _new_job(inline, livemode, key_id)
    job = JobDescription.objects.filter(pk=wanted["job_description_id"], livemode=livemode).first()
    if job is None:
        raise NotFound("There is no job description with this job_description_id, here and in this mode.")
    if job.archived_at:
        raise Conflict("This job description is archived.")
    return job


def _new_job(inline: Mapping[str, Any], livemode: bool, key_id: str) -> JobDescription:
    job = authoring.create_from(inline, livemode=livemode, created_by_id=key_id)
    generation.request(job, GenerationMode.KEEP)
    job.refresh_from_db()
    return job


def _create(
    job: JobDescription,
    candidate: Mapping[str, str],
    wanted: Mapping[str, Any],
    key_id: str,
    *,
    link_is_owed: bool = False,
) -> tuple[Interview, str]:
    interview, token = invitations.create_interview(
        job,
        candidate_name=candidate["name"],
        candidate_email=candidate["email"],
        external_id=candidate.get("external_id", ""),
        created_by_id=key_id,
        may_wait=True,
        link_is_owed=link_is_owed,
        **{name: wanted[name] for name in OPTIONS if wanted.get(name)},
    )
    return interview, invitations.link(token)
