"""Background work of interviews. A task calls one function; the rows in the database say what is still to do."""

from django.utils import timezone

from interviews import hints, sweeps
from interviews.conversation import completion, speaking, transcription, turns
from interviews.sandbox import execution
from interviews.scheduling import announcements, invitation_mails, waiting_for_questions
from organizations.tasks import organization_task, sweep_task


@organization_task(queue="live")
def transcribe_segment(segment_id: str) -> None:
    turn = transcription.transcribe(segment_id)
    if turn is not None:
        turns.take(turn.id)


@organization_task(queue="live")
def take_turn(turn_id: str) -> None:
    turns.take(turn_id)


@organization_task(queue="live")
def speak_turn(turn_id: str) -> None:
    speaking.speak(turn_id)


@organization_task(queue="live")
def complete_interview(interview_id: str) -> None:
    completion.complete_if_over(interview_id)


@organization_task(queue="default")
def prepare_speech(plan_id: str, tier: str, language: str) -> None:
    speaking.prepare(plan_id, tier, language)


@organization_task(queue="default")
def announce_start(interview_id: str) -> None:
    announcements.announce_start(interview_id)


@organization_task(queue="default")
def send_invitation_mail(interview_id: str) -> None:
    invitation_mails.send(interview_id)


@organization_task(queue="sandbox")
def run_sandbox_candidate(interview_id: str) -> None:
    execution.run(interview_id)


@sweep_task(queue="default")
def resume_sandbox_runs() -> None:
    sweeps.resume_sandbox_runs()


@sweep_task(queue="default")
def resume_stalled_turns() -> None:
    sweeps.resume_stalled()


@sweep_task(queue="default")
def close_overdue_interviews() -> None:
    sweeps.close_overdue()


@sweep_task(queue="default")
def announce_missed_starts() -> None:
    announcements.announce_missed_starts()


@sweep_task(queue="default")
def resume_waiting_interviews() -> None:
    waiting_for_questions.resume(timezone.now())


@sweep_task(queue="default")
def send_due_invitation_mails() -> None:
    for interview_id in invitation_mails.due(timezone.now()):
        hints.send_invitation_mail(interview_id)
