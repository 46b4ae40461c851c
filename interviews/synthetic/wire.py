"""What a candidate's page sends in live protocol v1 (interviews.protocol reads it)."""

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

VERSION = 1
# Close codes after which a page must not come back by itself.
LAST_WORDS = {
    4400: "The server does not know this version of the protocol.",
    4404: "This interview link is not known.",
    4409: "The interview was opened in another tab.",
    4410: "This interview link has expired or was cancelled.",
    4413: "A message was larger than the server takes.",
}


@dataclass(frozen=True)
class Recording:
    """One segment's audio file."""

    audio: bytes
    content_type: str
    duration_ms: int


def message(kind: str, connection_id: str, **fields: object) -> str:
    return json.dumps({"v": VERSION, "type": kind, "connection_id": connection_id, **fields}, ensure_ascii=False)


def segment_frame(turn_id: str, sequence: int, recording: Recording) -> bytes:
    """Four bytes of big-endian header length, the header as JSON, the audio file."""
    header = json.dumps(
        {
            "v": VERSION,
            "type": "segment",
            "turn_id": turn_id,
            "sequence": sequence,
            "duration_ms": recording.duration_ms,
            "content_type": recording.content_type,
        }
    ).encode()
    return len(header).to_bytes(4, "big") + header + recording.audio
