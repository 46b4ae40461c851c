"""Makes work of an interview owed, by name: the code that knows of work need not import the code that does it.

Inside the transaction of the change. What does it stands in `tasks`.
"""

import time
from datetime import datetime
from functools import partial

from organizations.owed_work.owing import owe

PREPARED_AGAIN_S = 600.0
PREPARED_MAX = 10_000
_prepared: dict[tuple[str, str, str], float] = {}  # by this process


def _of_interview(kind: str, interview_id: str, due_at: datetime | None = None) -> None:
    owe(kind, interview_id, stream=interview_id, due_at=due_at)


def transcribe_segment(segment_id: str, interview_id: str) -> None:
    owe("transcribe_segment", segment_id, stream=interview_id)


def take_turn(turn_id: str, interview_id: str) -> None:
    owe("take_turn", turn_id, stream=interview_id)


def speak_turn(turn_id: str, interview_id: str) -> None:
    owe("speak_turn", turn_id, stream=interview_id)


def prepare_speech(plan_id: str, tier: str, language: str) -> None:
    """Seldom twice for the same: what was prepared is kept, and what is missing is made when it is asked."""
    owed_at = _prepared.get((plan_id, tier, language))
    if owed_at is not None and time.monotonic() - owed_at < PREPARED_AGAIN_S:
        return
    if len(_prepared) >= PREPARED_MAX:
        _prepared.clear()
    _prepared[plan_id, tier, language] = time.monotonic()
    owe("prepare_speech", plan_id)


def resume_waiting_job(job_id: str, due_at: datetime) -> None:
    owe("resume_waiting_job", job_id, due_at=due_at)


complete_interview = partial(_of_interview, "complete_interview")
watch_interview = partial(_of_interview, "watch_interview")
announce_start = partial(_of_interview, "announce_start")
expire_interview = partial(_of_interview, "expire_interview")
send_invitation_mail = partial(_of_interview, "send_invitation_mail")
run_sandbox_candidate = partial(_of_interview, "run_sandbox_candidate")
