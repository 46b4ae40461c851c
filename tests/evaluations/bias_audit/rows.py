"""Evaluated interviews by the dozen, as rows: of an audit it only matters what stands there."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone

from evaluations.bias_audit.tables import Applicant
from evaluations.models import Evaluation
from interviews.models import Candidate, Interview, InterviewPlan, SelfIdentification
from interviews.scheduling.planning import freeze
from interviews.self_identification import Identification
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.sealing import seal
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import make_job

AT_ONCE = 1000
NOBODY_IS_NAMED_SO = "Somebody Unmistakable"


def judged(
    organization: Organization,
    applicants: Iterable[Applicant],
    *,
    job: JobDescription | None = None,
    completed_at: datetime | None = None,
    **evaluation: Any,
) -> JobDescription:
    """In the mode of the job, and now, unless said otherwise. `evaluation`: columns that differ from a ready one's."""
    with organization_schema(organization):
        job = job or make_job()
        plan, rest = freeze(job), iter(applicants)
        while some := list(islice(rest, AT_ONCE)):
            add(plan, job, some, completed_at or timezone.now(), evaluation)
        return job


def add(
    plan: InterviewPlan, job: JobDescription, applicants: list[Applicant], at: datetime, evaluation: dict[str, Any]
) -> None:
    candidates = Candidate.objects.bulk_create(Candidate(name=NOBODY_IS_NAMED_SO) for _ in applicants)
    interviews = Interview.objects.bulk_create(
        Interview(
            candidate=candidate,
            job=job,
            plan=plan,
            livemode=job.livemode,
            status=Interview.Status.COMPLETED,
            token_hash=candidate.id,
            expires_at=at,
            completed_at=at,
            time_budget_s=1800,
            turn_budget=30,
        )
        for candidate in candidates
    )
    pairs = list(zip(interviews, applicants, strict=True))
    Evaluation.objects.bulk_create(evaluated(interview, each, evaluation) for interview, each in pairs)
    SelfIdentification.objects.bulk_create(
        SelfIdentification(interview=interview, sealed=seal(Identification(each.sex, each.race_ethnicity).to_text()))
        for interview, each in pairs
        if each.sex or each.race_ethnicity
    )


def evaluated(interview: Interview, applicant: Applicant, columns: dict[str, Any]) -> Evaluation:
    usual = {
        "status": Evaluation.Status.READY,
        "overall": applicant.score,
        "recommendation": "recommended" if applicant.selected else "not_recommended",
        "engine": "local/coverage",
    }
    return Evaluation(interview=interview, **usual | columns)
