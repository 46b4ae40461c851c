"""What a parent platform is told of a finished interview: the data of `interview.completed`, and with more of it
the answer of GET .../results. See webhooks.event_types.InterviewCompleted."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection

from evaluations.loading import Reading, get_interview, read
from evaluations.models import Evaluation
from evaluations.results import FINDINGS, about, answered, found, totals, transcript
from interviewai.kernel.moments import iso
from interviews.recordings.links import recording_link
from interviews.scheduling.event_data import told
from webhooks.event_types import EventType
from webhooks.publishing import OutsideTransaction, publish

Json = dict[str, Any]

BODY_MAX_BYTES = 250 * 1024
ENVELOPE_MAX_BYTES = 1024  # event_id, times and the like
TURN = ("q", "a", "score", "feedback", "question_key", "type", "competency", "status", "held_because")


def announce(interview_id: str) -> None:
    """In the transaction that made the evaluation ready: completed for its first revision, then updated."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("An evaluation was announced outside of a transaction.")
    reading = read(get_interview(interview_id))
    interview, evaluation = reading.interview, ready(reading)
    kind = EventType.INTERVIEW_COMPLETED if evaluation.revision == 1 else EventType.EVALUATION_UPDATED
    publish(kind, fitting(completed(reading)), livemode=interview.livemode, interview_id=interview.id)


def completed(reading: Reading) -> Json:
    """The whole, however large. The evaluation must be ready."""
    interview, evaluation = reading.interview, ready(reading)
    return {
        **told(interview),
        "completed_at": iso(interview.completed_at) if interview.completed_at else None,
        "end_reason": interview.end_reason or None,
        **totals(evaluation),
        **{name: [finding["text"] for finding in getattr(evaluation, name)] for name in FINDINGS},
        "transcript": transcript(reading),
        "turns": [{name: turn[name] for name in TURN} for turn in map(answered, reading.questions)],
        "artifacts": {"audio_urls": list(audio_urls(reading))},
        "evaluation_revision": evaluation.revision,
        "results_url": f"{settings.PUBLIC_URL}/api/v1/interviews/{interview.id}/results",
    }


def detailed(reading: Reading) -> Json:
    """The same and all that is known: evidence, what was said turn by turn, how it was scored."""
    evaluation = ready(reading)
    return {
        **completed(reading),
        "livemode": reading.interview.livemode,
        "redirect_url": reading.interview.redirect_url or None,
        "findings": {name: found(evaluation, name) for name in FINDINGS},
        "turns": [answered(question) for question in reading.questions],
        "evaluation": about(evaluation),
    }


def ready(reading: Reading) -> Evaluation:
    if reading.evaluation is None or not reading.ready:
        raise ValueError("There is no evaluation to tell of.")
    return reading.evaluation


def audio_urls(reading: Reading) -> Iterable[str]:
    """In the order in which they were spoken."""
    exchanges = [exchange for question in reading.questions for exchange in question.exchanges]
    for exchange in sorted(exchanges, key=lambda each: each.turn.position):
        yield from (recording_link(segment.id) for segment in exchange.segments)


def without_transcript(data: Json) -> Json:
    return data | {"transcript": None}


def without_answers(data: Json) -> Json:
    return data | {"turns": [turn | {"a": ""} for turn in data["turns"]]}


def without_recordings(data: Json) -> Json:
    return data | {"artifacts": {"audio_urls": []}}


def without_turns(data: Json) -> Json:
    return data | {"turns": []}


# What is left out first of a body that would be too large, and how `truncated` calls it.
OMISSIONS: list[tuple[str, Callable[[Json], Json]]] = [
    ("transcript", without_transcript),
    ("turns.a", without_answers),
    ("artifacts.audio_urls", without_recordings),
    ("turns", without_turns),
]


def fitting(data: Json) -> Json:
    """Not larger than a receiver can be expected to take; what was left out stands in `truncated`."""
    truncated: list[str] = []
    for name, omit in OMISSIONS:
        if size_bytes(data) <= BODY_MAX_BYTES - ENVELOPE_MAX_BYTES:
            break
        data, truncated = omit(data), [*truncated, name]
    return data | {"truncated": truncated}


def size_bytes(data: Json) -> int:
    """As it is sent: UTF-8, characters not escaped."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
