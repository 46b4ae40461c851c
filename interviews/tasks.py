"""The kinds of work that interviews make owed: where each waits, what does it, and what follows when nothing helps."""

from datetime import timedelta

from interviews import expiry
from interviews.conversation import completion, speaking, transcription, turns, watching
from interviews.sandbox import execution, runs
from interviews.scheduling import announcements, invitation_mails, waiting_for_questions
from interviews.tries import PLAIN_TRIES, TRIES
from organizations.owed_work.kinds import register

register(
    "transcribe_segment",
    queue="live",
    run=transcription.transcribe,
    last_step=transcription.give_up,
    outstanding=transcription.untranscribed,
    tries=TRIES,
)
register(
    "take_turn",
    queue="live",
    run=turns.take,
    last_step=turns.give_up,
    outstanding=turns.untaken,
    tries=TRIES + PLAIN_TRIES,
    waits=turns.WAITS,
)
register(
    "speak_turn",
    queue="live",
    run=speaking.speak,
    last_step=speaking.give_up,
    outstanding=speaking.unspoken,
    tries=TRIES,
)
register(
    "complete_interview",
    queue="live",
    run=completion.complete_if_over,
    last_step=completion.give_up,
    outstanding=completion.uncompleted,
    tries=completion.TRIES,
)
register(
    "prepare_speech",
    queue="speech",
    run=speaking.prepare,
    last_step=speaking.leave_unprepared,
    outstanding=speaking.prepared_by_itself,
    tries=2,
)
register(
    "watch_interview",
    queue="default",
    run=watching.watch,
    last_step=watching.leave_unwatched,
    outstanding=watching.unwatched,
    tries=20,
)
register(
    "announce_start",
    queue="default",
    run=announcements.announce_owed_start,
    last_step=announcements.leave_unannounced,
    outstanding=announcements.unannounced_starts,
    tries=20,
)
register(
    "expire_interview",
    queue="default",
    run=expiry.expire,
    last_step=expiry.leave_unexpired,
    outstanding=expiry.overdue,
    tries=20,
)
register(
    "resume_waiting_job",
    queue="default",
    run=waiting_for_questions.resume,
    last_step=waiting_for_questions.leave_waiting,
    outstanding=waiting_for_questions.waited_for,
    tries=20,
)
register(
    "send_invitation_mail",
    queue="mail",
    run=invitation_mails.send,
    last_step=invitation_mails.give_up,
    outstanding=invitation_mails.unsent,
    tries=invitation_mails.TRIES,
    waits=invitation_mails.WAITS,
)
register(
    "run_sandbox_candidate",
    queue="sandbox",
    run=execution.run,
    last_step=execution.give_up,
    outstanding=runs.unfinished,
    tries=runs.TRIES,
    patience=timedelta(seconds=execution.LONGEST_S + 60),
)
