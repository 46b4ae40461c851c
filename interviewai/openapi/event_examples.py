"""An example of each event, built along its schema: a new field without a value here fails when it is asked for."""

import typing
from types import UnionType
from typing import Any

from pydantic import BaseModel

from webhooks.event_types import DATA, SCHEMA_VERSION, EventType

INTERVIEW = "int_01K8E6Z3M4N5P6Q7R8S9T0V1W2"
VALUES: dict[str, Any] = {
    "interview_id": INTERVIEW,
    "status": "completed",
    "name": "Jane Doe",
    "email": "jane@example.com",
    "external_id": "applicant-4711",
    "id": "job_01K8E6Y1A2B3C4D5E6F7G8H9J0",
    "title": "Backend engineer",
    "metadata": {"requisition": "R-102"},
    "started_at": "2026-10-21T10:04:00.000Z",
    "expires_at": "2026-10-28T09:00:00.000Z",
    "completed_at": "2026-10-21T10:30:00.000Z",
    "end_reason": "finished",
    "overall": 84,
    "technical": 86,
    "behavioral": 78,
    "communication": 82,
    "low": 78,
    "high": 90,
    "margin": 9.5,
    "recommendation": "highly_recommended",
    "tie_with": None,
    "what": "share",
    "kind": None,
    "question_keys": ["q7"],
    "ours": False,
    "held_because": [],
    "strengths": ["Explains trade-offs with numbers."],
    "weaknesses": ["Said little about testing."],
    "red_flags": [],
    "transcript": "Interviewer: Tell me about a system you built.\nCandidate: We moved the billing ...",
    "q": "Tell me about a system you built.",
    "a": "We moved the billing to an outbox, because events were lost when ...",
    "score": 8,
    "feedback": "Named the failure, the cause and the measured effect.",
    "question_key": "q1",
    "type": "technical",
    "competency": "System design",
    "audio_urls": ["https://interviews.example.com/recordings/org_01K8E6....seg_01K8E6...:1vAbCd:..."],
    "evaluation_revision": 1,
    "results_url": f"https://interviews.example.com/api/v1/interviews/{INTERVIEW}/results",
    "truncated": [],
    "endpoint_id": "we_01K8E6X0A1B2C3D4E5F6G7H8J9",
    "url": "https://platform.example.com/webhooks/interviewai",
    "reason": "failing",
    "message": "If you can read this, your endpoint works.",
}
STATUSES = {
    EventType.INTERVIEW_STARTED: "in_progress",
    EventType.INTERVIEW_EXPIRED: "expired",
    EventType.INTERVIEW_CANCELLED: "cancelled",
}


def example(kind: EventType) -> dict[str, Any]:
    """A whole payload, as it is sent."""
    data = filled(DATA[kind])
    if kind in STATUSES:
        data["status"] = STATUSES[kind]
    return {
        "sent_at": "2026-10-21T10:30:02.118Z",
        "schema_version": SCHEMA_VERSION,
        "event": kind.value,
        "event_id": "evt_01K8E70A1B2C3D4E5F6G7H8J9K",
        "occurred_at": "2026-10-21T10:30:00.000Z",
        "livemode": True,
        "data": data,
    }


def filled(model: type[BaseModel]) -> dict[str, Any]:
    """Raises KeyError for a field that has no value in VALUES."""
    return {name: value_of(name, field.annotation) for name, field in model.model_fields.items()}


def value_of(name: str, annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        told = filled(annotation)
        return told | {"status": None} if name == "turns" else told
    if typing.get_origin(annotation) in (list, typing.Union, UnionType):
        inner = next(argument for argument in typing.get_args(annotation) if argument is not type(None))
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            told = value_of(name, inner)
            return [told] if typing.get_origin(annotation) is list else told
    return VALUES[name]
