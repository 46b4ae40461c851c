"""Tells the workers what there is to do, by name: the code that finds work need not import the code that does it.

A hint may be lost. What guarantees the work is its row, which `sweeps` finds again.
"""

import time
from typing import cast

from celery import current_app

from organizations.tasks import OrganizationTask

PREPARED_AGAIN_S = 600.0
PREPARED_MAX = 10_000
_prepared: dict[tuple[str, str, str], float] = {}  # by this process


def transcribe_segment(segment_id: str) -> None:
    _enqueue("transcribe_segment", segment_id)


def take_turn(turn_id: str) -> None:
    _enqueue("take_turn", turn_id)


def speak_turn(turn_id: str) -> None:
    _enqueue("speak_turn", turn_id)


def prepare_speech(plan_id: str, tier: str, language: str) -> None:
    """Seldom twice for the same: what was prepared is kept, and what is missing is made when it is asked."""
    hinted_at = _prepared.get((plan_id, tier, language))
    if hinted_at is not None and time.monotonic() - hinted_at < PREPARED_AGAIN_S:
        return
    if len(_prepared) >= PREPARED_MAX:
        _prepared.clear()
    _prepared[plan_id, tier, language] = time.monotonic()
    _enqueue("prepare_speech", plan_id, tier, language)


def complete_interview(interview_id: str) -> None:
    _enqueue("complete_interview", interview_id)


def announce_start(interview_id: str) -> None:
    _enqueue("announce_start", interview_id)


def send_invitation_mail(interview_id: str) -> None:
    _enqueue("send_invitation_mail", interview_id)


def run_sandbox_candidate(interview_id: str) -> None:
    _enqueue("run_sandbox_candidate", interview_id)


def _enqueue(task: str, *ids: str) -> None:
    cast("OrganizationTask[...]", current_app.tasks[f"interviews.tasks.{task}"]).enqueue(*ids)
