"""The wire between a candidate's page and the server, version 1. DESIGN: the snapshot is the protocol."""

import json
import math
import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from interviewai.kernel import strict_json
from interviewai.kernel.errors import Conflict, DomainError, Invalid, NotReady

T = TypeVar("T")

VERSION = 1
MAX_MESSAGE_BYTES = 64 * 1024
MAX_AUDIO_BYTES = 4 * 1024 * 1024
MAX_HEADER_BYTES = 4 * 1024
MAX_FRAME_BYTES = 4 + MAX_HEADER_BYTES + MAX_AUDIO_BYTES
MAX_DURATION_MS = 600_000
MAX_TEXT_CHARS = 10_000
MAX_DEPTH = 20
ID = re.compile(r"[\w-]{0,64}")

CLOSE_MALFORMED, CLOSE_UNKNOWN_LINK, CLOSE_SUPERSEDED, CLOSE_GONE, CLOSE_TOO_LARGE = 4400, 4404, 4409, 4410, 4413
CLOSE_TOO_MANY = 4429
CLOSE_TRY_LATER = 1013


def _storable(text: str) -> str:
    """Without the one character that Postgres does not store; nobody can see it, so nobody misses it."""
    return text.replace("\0", "")


Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS), AfterValidator(_storable)]
Id = Annotated[str, Field(max_length=64, pattern=r"^[\w-]*$")]


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    v: Literal[1]
    connection_id: Id = ""


class Hello(Message):
    """`returning`: this page held the interview before, and does not take it back from a newer one."""

    type: Literal["hello"]
    returning: bool = False


class Start(Message):
    type: Literal["start"]


class Sync(Message):
    type: Literal["sync"]


class AnswerEnd(Message):
    type: Literal["answer.end"]
    turn_id: Id
    segments: int = Field(ge=0, le=1000)
    reason: Literal["candidate", "time_box"] = "candidate"


class AnswerType(Message):
    type: Literal["answer.type"]
    turn_id: Id
    text: Text


class TurnMoment(Message):
    type: Literal["turn.moment"]
    turn_id: Id


class TurnOpened(Message):
    type: Literal["turn.opened"]
    turn_id: Id


class PracticeDone(Message):
    type: Literal["practice.done"]
    again: bool = False


class Correct(Message):
    type: Literal["correct"]
    turn_id: Id
    text: Text


class ReviewDone(Message):
    type: Literal["review.done"]


class InterviewEnd(Message):
    type: Literal["interview.end"]


ClientMessage = Annotated[
    Hello
    | Start
    | Sync
    | AnswerEnd
    | AnswerType
    | TurnMoment
    | TurnOpened
    | PracticeDone
    | Correct
    | ReviewDone
    | InterviewEnd,
    Field(discriminator="type"),
]
MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


def _plausible_ms(told: object) -> int:
    """A browser's clock may stand still, jump, or be no clock at all; that is no reason to refuse what was said."""
    if isinstance(told, bool) or not isinstance(told, int | float) or math.isnan(told):
        return 0
    return round(min(max(told, 0), MAX_DURATION_MS))


class SegmentHeader(Message):
    """What a recorder says of itself (duration, type) is a hint; what the piece is called must be right.

    `connection_id` is the page that recorded it, whichever one sends it.
    `lost`: the page cannot send the audio, and says so instead.
    """

    type: Literal["segment"]
    turn_id: Id
    sequence: int = Field(ge=0)
    duration_ms: Annotated[int, BeforeValidator(_plausible_ms)] = 0
    content_type: Annotated[str, BeforeValidator(lambda told: told if isinstance(told, str) else "")] = ""
    lost: bool = False


class ProtocolError(Invalid):
    """A message that this server cannot read. `close_code` is what a WebSocket is closed with, if it must be."""

    def __init__(self, message: str, code: str, close_code: int | None = None) -> None:
        super().__init__(message, code=code)
        self.close_code = close_code


class SegmentRefused(ProtocolError):
    """Names the segment, and says whether this is `final` or worth another try later."""

    def __init__(self, cause: DomainError, named: dict[str, object]) -> None:
        super().__init__(cause.message, cause.code, getattr(cause, "close_code", None))
        self.cause = cause
        self.status = cause.status
        self.final = not isinstance(cause, NotNow | NotReady) and self.close_code is None
        self.named = named


class NotNow(Conflict):
    """Nothing is wrong with the segment: we failed, and the next try may succeed."""

    code = "not_stored"


def read_message(text: str) -> ClientMessage:
    """Raises ProtocolError; only an unknown version or an oversized message closes the connection."""
    if len(text.encode("utf-8", "replace")) > MAX_MESSAGE_BYTES:
        raise ProtocolError("The message is too large.", "too_large", CLOSE_TOO_LARGE)
    return _validated(MESSAGE, _parsed(text))


def read_segment(frame: bytes) -> tuple[SegmentHeader, bytes]:
    """Four bytes of big-endian header length, the header as JSON, the audio file."""
    if len(frame) > MAX_FRAME_BYTES:
        raise ProtocolError("The recording is larger than 4 MiB.", "too_large")
    header_bytes = int.from_bytes(frame[:4], "big")
    if len(frame) < 4 or header_bytes > MAX_HEADER_BYTES or len(frame) < 4 + header_bytes:
        raise ProtocolError("The recording's frame cannot be read.", "malformed")
    audio = frame[4 + header_bytes :]
    if len(audio) > MAX_AUDIO_BYTES:
        raise ProtocolError("The recording is larger than 4 MiB.", "too_large")
    # A browser's clock may say anything; what was said is kept all the same.
    header = _parsed(frame[4 : 4 + header_bytes].decode("utf-8", "replace"), any_number=True)
    return _validated(TypeAdapter(SegmentHeader), header), audio


def named_in(frame: bytes) -> dict[str, object]:
    """`turn_id` and `sequence` as the frame has them, as far as it can be read: what a refusal has to name."""
    try:
        header = json.loads(frame[4 : 4 + min(int.from_bytes(frame[:4], "big"), MAX_HEADER_BYTES)])
    except (ValueError, RecursionError):
        return {}
    if not isinstance(header, dict):
        return {}
    return {key: header[key] for key, can_be_named in NAMES.items() if can_be_named(header.get(key))}


def _is_id(value: object) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


NAMES = {"turn_id": _is_id, "sequence": _is_number}


def _parsed(text: str, *, any_number: bool = False) -> dict[str, Any]:
    try:
        value = strict_json.read(text, depth_max=MAX_DEPTH, any_number=any_number)
    except strict_json.Unreadable as error:
        place = f" At {error.pointer[:100]}." if error.pointer else ""
        raise ProtocolError(f"The message cannot be read: {error.message}{place}", "malformed") from error
    if not isinstance(value, dict):
        raise ProtocolError("The message is not a JSON object.", "malformed")
    if value.get("v") != VERSION:
        raise ProtocolError("This page is of another version; please reload it.", "unknown_version", CLOSE_MALFORMED)
    return value


def _validated(adapter: TypeAdapter[T], value: dict[str, Any]) -> T:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        unknown = any(detail["type"].startswith("union_tag") for detail in error.errors(include_input=False))
        code = "unknown_message" if unknown else "malformed"
        raise ProtocolError("The message has a form that we do not know.", code) from None


def write_message(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
