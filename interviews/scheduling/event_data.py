"""What every event about an interview says of it: see webhooks.event_types.InterviewTold."""

from typing import Any

from interviews.models import Interview


def told(interview: Interview) -> dict[str, Any]:
    candidate = interview.candidate
    return {
        "interview_id": interview.id,
        "status": interview.status,
        "candidate": {
            "name": candidate.name,
            "email": candidate.email,
            "external_id": candidate.external_id or None,
        },
        "job_description": {"id": interview.job_id, "title": interview.job.title},
        "metadata": interview.metadata,
    }
