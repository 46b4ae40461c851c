"""Segments of an answer: stored, then written down, then acknowledged. A repeat changes nothing."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from interviewai.kernel.errors import Conflict, Invalid
from interviews import hints
from interviews.models import Interview, Segment, Turn
from interviews.protocol import SegmentHeader
from organizations.tenancy import current_organization, storage_key
from providers.containers import container_of

MAX_SEGMENTS_PER_TURN = 600


@dataclass(frozen=True)
class Stored:
    turn_id: str
    sequence: int


def store_segment(interview: Interview, header: SegmentHeader, audio: bytes) -> Stored:
    """Durable when it returns. Raises Invalid for what is no audio, Conflict when the turn is over."""
    refuse_what_is_no_audio(audio)
    turn = Turn.objects.filter(id=header.turn_id, interview=interview).first()
    if turn is None:
        raise Invalid("This recording belongs to no question of this interview.", code="unknown_turn")
    stored = Stored(turn.id, header.sequence)
    if turn.segments.filter(sequence=header.sequence).exists():
        return stored
    if turn.status != Turn.Status.ASKED or interview.status != Interview.Status.IN_PROGRESS:
        raise Conflict("The answer to this question is already finished.", code="turn_over")
    _write(turn, header, audio)
    return stored


def refuse_what_is_no_audio(audio: bytes) -> None:
    if not audio:
        raise Invalid("The recording is empty.", code="empty_audio")
    if container_of(audio) is None:
        raise Invalid("The recording is not audio that we know.", code="not_audio")


def _write(turn: Turn, header: SegmentHeader, audio: bytes) -> None:
    if header.sequence >= MAX_SEGMENTS_PER_TURN:
        raise Invalid("This answer has more pieces than we take.", code="too_large")
    digest = hashlib.sha256(audio).hexdigest()
    name = f"{header.sequence:04d}-{digest[:16]}"
    key = storage_key(current_organization(), "recordings", turn.interview_id, turn.id, name)
    default_storage.save(key, ContentFile(audio))
    segment, created = Segment.objects.get_or_create(
        turn=turn,
        sequence=header.sequence,
        defaults={
            "interview_id": turn.interview_id,
            "storage_key": key,
            "content_type": header.content_type,
            "size_bytes": len(audio),
            "duration_ms": header.duration_ms,
            "sha256": digest,
        },
    )
    if created:
        hints.transcribe_segment(segment.id)


def read(segment: Segment) -> bytes:
    with default_storage.open(segment.storage_key) as file:
        audio: bytes = file.read()
        return audio
