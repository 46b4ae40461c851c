"""Where the time goes between the end of an answer and the next question: the candidate's clock and the rows' times.

Both are clocks of one machine.
"""

from statistics import median
from typing import Any

from benchmarks.pace import LLM_MS, STT_MS
from tests.stack import Stack

STAGES = {
    "upload": "the last segment is sent, stored and acknowledged",
    "queue": "its task waits for a live worker",
    "hear": f"speech recognition beyond its {STT_MS} ms, and its row",
    "take": "the answer's end is noted, and a worker takes the turn",
    "decide": f"the decision beyond its {LLM_MS} ms, and the next turn's row",
    "tell": "commit, channel layer, snapshot, the page's message",
    "fetch": "the question's first sound over HTTP",
}
TIMES = {
    "answered": "turn.answered_at",
    "taken": "decided.created_at - decided.total_ms * interval '1 ms'",
    "stored": "segment.created_at",
    "claimed": "heard.created_at - heard.total_ms * interval '1 ms'",
    "asked": "next.created_at",
}
LAST_CALL = """JOIN LATERAL (
    SELECT created_at, total_ms FROM usage_providercall
    WHERE interview_id = turn.interview_id AND port = '{port}' AND created_at <= next.created_at
    ORDER BY created_at DESC LIMIT 1
) AS {name} ON true"""
QUERY = f"""
SELECT turn.id, {", ".join(f"extract(epoch FROM {time})::float AS {name}" for name, time in TIMES.items())}
FROM interviews_turn AS turn
JOIN LATERAL (
    SELECT * FROM interviews_segment WHERE turn_id = turn.id ORDER BY sequence DESC LIMIT 1
) AS segment ON true
JOIN interviews_turn AS next ON next.interview_id = turn.interview_id AND next.position = turn.position + 1
{LAST_CALL.format(port="stt", name="heard")}
{LAST_CALL.format(port="llm", name="decided")}
WHERE turn.id = ANY(%s)
"""  # noqa: S608


def stages(stack: Stack, schema: str, ends: list[dict[str, Any]]) -> dict[str, float]:
    """Milliseconds in the middle, by stage."""
    rows = {row["id"]: row for row in stack.rows(QUERY, [end["turn_id"] for end in ends], schema=schema)}
    each = [of_one(end, rows[end["turn_id"]]) for end in ends if end["turn_id"] in rows]
    return {name: median(one[name] for one in each) * 1000 for name in STAGES} if each else {}


def of_one(end: dict[str, Any], row: dict[str, Any]) -> dict[str, float]:
    heard = row["claimed"] + STT_MS / 1000
    return {
        "upload": end["uploaded"] - end["clicked"],
        "queue": row["claimed"] - row["stored"],
        "hear": max(0.0, row["taken"] - max(heard, row["answered"])),
        "take": max(0.0, row["answered"] - heard),
        "decide": row["asked"] - row["taken"] - LLM_MS / 1000,
        "tell": end["asked"] - row["asked"],
        "fetch": end["sounded"] - end["asked"],
    }
