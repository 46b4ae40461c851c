"""drf-spectacular's settings. Imported by the settings, so nothing here may need them."""

from typing import Any

DESCRIPTION = """\
Schedule an interview with one call, send the candidate the link, get the results by a signed webhook.

Everything needs the header `X-API-Key`. Bodies are JSON in UTF-8, times are UTC (`2026-10-21T10:30:00Z`), unknown
members of a body are refused. What went wrong is told as a problem document (RFC 9457) whose `code` is stable.
Guide: [/api/docs/](/api/docs/).
"""
TAGS = {
    "Interviews": "Schedule, look at, cancel; fetch the results.",
    "Candidates": "Invite people by mail.",
    "Job descriptions": "What a job asks for, and the questions that come of it.",
    "Webhooks": "Where events are sent, what was sent, and sending it again.",
    "Sandbox": "With a key `iai_test_...`: interviews that a synthetic candidate takes.",
    "Usage": "What was used, and what it cost.",
    "Events": "What is sent to your endpoints.",
    "About": "Where to read on.",
}


def openapi_settings(public_url: str) -> dict[str, Any]:
    return {
        "TITLE": "InterviewAI API",
        "DESCRIPTION": DESCRIPTION,
        "VERSION": "1.0.0",
        "OAS_VERSION": "3.1.0",
        "SERVERS": [{"url": public_url}],
        "TAGS": [{"name": name, "description": description} for name, description in TAGS.items()],
        "EXTERNAL_DOCS": {"url": f"{public_url}/api/docs/", "description": "Guide"},
        "SCHEMA_PATH_PREFIX": r"/api/v1",
        "COMPONENT_SPLIT_REQUEST": True,
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enums",
            "interviewai.openapi.components.add_components",
            "interviewai.openapi.events.add_events",
        ],
        "ENUM_NAME_OVERRIDES": {
            "InterviewStatus": "interviews.models.Interview.Status",
            "EndReason": "interviews.models.Interview.EndReason",
            "Difficulty": "jobs.models.Difficulty",
            "GenerationStatus": "jobs.models.GenerationStatus",
            "EvaluationStatus": "evaluations.models.Evaluation.Status",
            "Recommendation": "evaluations.models.RECOMMENDATIONS",
            "DeliveryStatus": "webhooks.models.Delivery.Status",
            "AttemptTrigger": "webhooks.models.Attempt.Trigger",
            "DisabledReason": "webhooks.models.Endpoint.DisabledReason",
        },
    }
