"""Segments of an answer: stored, then written down, then acknowledged. A repeat changes nothing."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from interviewai.kernel.errors import Conflict, DomainError, Invalid
from interviews import budgets, owed_work
from interviews.models import Interview, Segment, Turn
from interviews.protocol import SegmentHeader
from interviews.recordings import ordering, pieces
from interviews.recordings.content_types import content_type_of
from interviews.recordings.pieces import Piece
from organizations.tenancy import current_organization, storage_key
from providers.containers import Container, container_of

SHORTEST_CUT_S = 2  # Pages do not cut at a pause before that (static/interviews/voice/pauses.js).
CUT_BY_CHANCE = 30  # A page that is put away, a recorder that ends by itself, a second device.
EMPTY = "empty_audio"


@dataclass(frozen=True)
class Stored:
    """`sequence` is the number by which its page knows it."""

    turn_id: str
    sequence: int


def store_segment(interview: Interview, header: SegmentHeader, audio: bytes) -> Stored:
    """Durable when it returns. Raises Invalid for what is no audio or too much, Conflict when the turn is over."""
    turn = _turn(interview, header)
    container = _known_container(header, audio)
    content_type = content_type_of(container, header.content_type)
    piece = Piece(header.sequence, audio, content_type, header.duration_ms, header.connection_id)
    _refuse_too_many(piece.number)
    known = pieces.of_its_number(turn, piece)
    if not pieces.is_kept(piece, known):
        _refuse_when_over(turn, interview)
        beginning = pieces.beginning_of(piece, known)
        budgets.refuse_spent(interview, _cost(piece, beginning))
        _write(turn, piece, beginning)
    return Stored(turn.id, piece.number)


def _turn(interview: Interview, header: SegmentHeader) -> Turn:
    turn = Turn.objects.filter(id=header.turn_id, interview=interview).first()
    if turn is None:
        raise Invalid("This recording belongs to no question of this interview.", code="unknown_turn")
    return turn


def _known_container(header: SegmentHeader, audio: bytes) -> Container:
    if header.lost:
        raise Invalid("The recording is larger than 4 MiB.", code="too_large")
    if not audio:
        raise Invalid("The recording is empty.", code=EMPTY)
    container = container_of(audio)
    if container is None:
        raise Invalid("The recording is not audio that we know.", code="not_audio")
    return container


def most_segments() -> int:
    """Of one answer: more than anybody gets who pauses as often as a page cuts."""
    return budgets.answer_seconds() // SHORTEST_CUT_S + CUT_BY_CHANCE


def _refuse_too_many(number: int) -> None:
    if number >= most_segments():
        raise Invalid("This answer has more pieces than we take.", code="too_large")


def _refuse_when_over(turn: Turn, interview: Interview) -> None:
    if turn.status != Turn.Status.ASKED or interview.status != Interview.Status.IN_PROGRESS:
        raise Conflict("The answer to this question is already finished.", code="turn_over")


def _cost(piece: Piece, beginning: Segment | None) -> dict[budgets.Budget, int]:
    """A longer version of what is stored is another file, and no other piece."""
    return {budgets.STORED_BYTES: len(piece.audio), budgets.STORED_SEGMENTS: 0 if beginning else 1}


def _write(turn: Turn, piece: Piece, beginning: Segment | None) -> None:
    """The file first: a row never points to what is not there.

    One that is refused a row is taken away again: whoever sends the same at this moment is refused too.
    """
    key = storage_key(
        current_organization(), "recordings", turn.interview_id, turn.id, f"{piece.number:04d}-{piece.sha256[:16]}"
    )
    key = default_storage.save(key, ContentFile(piece.audio))
    try:
        _write_down(turn, piece, key, beginning)
    except DomainError:
        default_storage.delete(key)
        raise


@transaction.atomic
def _write_down(turn: Turn, piece: Piece, key: str, beginning: Segment | None) -> None:
    """While both are locked: nobody else takes the place, and the answer does not end without this piece."""
    interview = Interview.objects.select_for_update(no_key=True).get(id=turn.interview_id)
    turn = Turn.objects.select_for_update(no_key=True).get(id=turn.id)
    if pieces.is_written_down(piece, pieces.of_its_number(turn, piece)):
        return
    _refuse_when_over(turn, interview)
    columns = {
        "storage_key": key,
        "content_type": piece.content_type,
        "size_bytes": len(piece.audio),
        "duration_ms": piece.duration_ms,
        "sha256": piece.sha256,
    }
    prolonged_id = _prolong(beginning, columns)
    budgets.spend(interview.id, _cost(piece, beginning if prolonged_id else None))
    segment_id = prolonged_id or _add(turn, interview.pages, piece, columns)
    owed_work.transcribe_segment(segment_id, interview.id)


def _prolong(beginning: Segment | None, columns: dict[str, object]) -> str | None:
    if beginning is None:
        return None
    unheard = {"status": Segment.Status.STORED, "text": "", "confidence": None, "failures": 0}
    same = Segment.objects.filter(id=beginning.id, sha256=beginning.sha256)
    return beginning.id if same.update(**columns, **unheard) else None


def _add(turn: Turn, pages: list[str], piece: Piece, columns: dict[str, object]) -> str:
    stored = turn.segments.order_by("sequence").only("sequence", "moved_from", "page")
    place = ordering.place(list(stored), piece, pages)
    _refuse_too_many(place.highest)
    ordering.make_room(place)
    return turn.segments.create(
        interview_id=turn.interview_id,
        sequence=place.sequence,
        moved_from=piece.number if place.sequence != piece.number else None,
        page=piece.page,
        **columns,
    ).id
