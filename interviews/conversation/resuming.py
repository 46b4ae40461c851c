"""A page that waits for us asks again and again: its workers are woken, and what the index may have missed is found."""

from datetime import datetime, timedelta
from functools import partial

from interviews.conversation.speaking import unspoken
from interviews.conversation.transcription import untranscribed
from interviews.conversation.turns import untaken
from interviews.models import Interview
from organizations.owed_work import wakeup
from organizations.owed_work.audit import mend

PATIENT = timedelta(seconds=10)


def resume(interview: Interview, now: datetime) -> None:
    """A hint, however often it is asked for; after a while without an answer, a look at the rows."""
    wakeup.wake("live")
    turn = interview.turns.last()
    since = turn and (turn.answered_at or turn.created_at)
    if since and since < now - PATIENT:
        look_for_missed(interview)


def look_for_missed(interview: Interview) -> int:
    one = {"interview_id": interview.id}
    outstanding = {"transcribe_segment": untranscribed, "take_turn": untaken, "speak_turn": unspoken}
    return sum(mend(kind, partial(find, **one)) for kind, find in outstanding.items())
