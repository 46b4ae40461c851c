"""Tells the workers what there is to do, by name: the code that finds work need not import the code that does it.

A hint may be lost. What guarantees the work is its row, which `sweeps` finds again.
"""

from typing import cast

from celery import current_app

from organizations.tasks import OrganizationTask


def transcribe_segment(segment_id: str) -> None:
    _enqueue("transcribe_segment", segment_id)


def take_turn(turn_id: str) -> None:
    _enqueue("take_turn", turn_id)


def speak_turn(turn_id: str) -> None:
    _enqueue("speak_turn", turn_id)


def prepare_speech(plan_id: str, tier: str, language: str) -> None:
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
