"""What is told to parent platforms: one closed schema an event. A field that is not declared is refused at its source.

Fields are only added within SCHEMA_VERSION; whatever else changes makes a new version.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

Percent = Annotated[int, Field(ge=0, le=100)] | None
OutOfTen = Annotated[float, Field(ge=0, le=10)] | None


class EventType(StrEnum):
    INTERVIEW_STARTED = "interview.started"
    INTERVIEW_COMPLETED = "interview.completed"
    INTERVIEW_EXPIRED = "interview.expired"
    INTERVIEW_CANCELLED = "interview.cancelled"
    EVALUATION_UPDATED = "evaluation.updated"
    WEBHOOK_ENDPOINT_DISABLED = "webhook_endpoint.disabled"
    PING = "ping"


class Closed(BaseModel):
    # What is refused is personal data: its values stay out of the error's text, and so out of the logs.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class CandidateTold(Closed):
    name: str
    email: str
    external_id: str | None = None


class JobTold(Closed):
    id: str
    title: str


class ScoresTold(Closed):
    """0 to 100; null where nothing was measured, which is not the same as 0."""

    overall: Percent
    technical: Percent
    behavioral: Percent
    communication: Percent


class RangeTold(Closed):
    low: Annotated[int, Field(ge=0, le=100)]
    high: Annotated[int, Field(ge=0, le=100)]


class RangesTold(Closed):
    """What is missing at its lowest and at its highest; null where the plan has none of it."""

    overall: RangeTold | None
    technical: RangeTold | None
    behavioral: RangeTold | None
    communication: RangeTold | None


class LackTold(Closed):
    """What `recommended` and above would need: a kind of question, or a larger share of them (`what`: kind, share).

    `ours`: at least a part of it is missing because of us. Then `question_keys` names that part."""

    what: str
    kind: str | None
    question_keys: list[str]
    ours: bool


class TurnTold(Closed):
    """One question with its follow-ups. `score` is 0 to 10, null with the `status` that says why.

    `held_because` says why a score waits, or has waited, for a person."""

    q: str
    a: str
    score: OutOfTen
    feedback: str
    question_key: str
    type: str
    competency: str
    status: str | None
    held_because: list[str] = []


class ArtifactsTold(Closed):
    """Addresses that work without a login for a limited time; GET .../results makes new ones."""

    audio_urls: list[str]


class InterviewTold(Closed):
    """What every event about an interview says of it."""

    interview_id: str
    status: str
    candidate: CandidateTold
    job_description: JobTold
    metadata: dict[str, str]


class InterviewStarted(InterviewTold):
    started_at: str


class InterviewExpired(InterviewTold):
    expires_at: str


class InterviewCancelled(InterviewTold):
    pass


class InterviewCompleted(InterviewTold):
    """`truncated` names what was left out because the whole would have been too large: GET .../results has it."""

    completed_at: str | None
    end_reason: str | None
    scores: ScoresTold
    ranges: RangesTold | None = None
    margin: Annotated[float, Field(ge=0)] | None = None
    recommendation: str | None
    tie_with: str | None = None
    lacking: list[LackTold] = []
    strengths: list[str]
    weaknesses: list[str]
    red_flags: list[str]
    transcript: str | None
    turns: list[TurnTold]
    artifacts: ArtifactsTold
    evaluation_revision: int
    results_url: str
    truncated: list[str] = []


class EvaluationUpdated(InterviewCompleted):
    """The same as in `interview.completed`, after the interview was scored again or a person decided on a score."""


class WebhookEndpointDisabled(Closed):
    endpoint_id: str
    url: str
    reason: str


class Ping(Closed):
    endpoint_id: str
    message: str


DATA: Mapping[EventType, type[Closed]] = {
    EventType.INTERVIEW_STARTED: InterviewStarted,
    EventType.INTERVIEW_COMPLETED: InterviewCompleted,
    EventType.INTERVIEW_EXPIRED: InterviewExpired,
    EventType.INTERVIEW_CANCELLED: InterviewCancelled,
    EventType.EVALUATION_UPDATED: EvaluationUpdated,
    EventType.WEBHOOK_ENDPOINT_DISABLED: WebhookEndpointDisabled,
    EventType.PING: Ping,
}


def checked(kind: EventType, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as it is sent. Raises pydantic's ValidationError for anything that the schema does not know."""
    return DATA[kind].model_validate(dict(data)).model_dump(mode="json")
