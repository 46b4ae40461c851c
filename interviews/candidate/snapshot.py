"""The whole state of an interview as the candidate's page needs it. The page is a function of this."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from interviews.conversation import phrases
from interviews.conversation.answering import time_box
from interviews.conversation.speech_cache import is_all_cached
from interviews.conversation.time_budget import seconds_left
from interviews.conversation.transcript import turns_of_this_time
from interviews.models import Interview, Turn
from interviews.protocol import VERSION

Json = dict[str, Any]


def load(interview_id: str) -> Interview:
    return Interview.objects.select_related("plan", "candidate").get(id=interview_id)


def snapshot(interview: Interview, token: str) -> Json:
    turn = _current_turn(interview)
    phase = _phase(interview, turn)
    now = timezone.now()
    return {
        "v": VERSION,
        "type": "snapshot",
        "server_time": now.isoformat(),
        "interview": {
            "id": interview.id,
            "status": interview.status,
            "phase": phase,
            "questions_total": len(interview.to_ask.questions),
            "question_number": _question_number(interview, turn),
            "remaining_s": round(seconds_left(interview, now)),
            "review_remaining_s": _review_remaining_s(interview),
            "connection_id": interview.connection_id,
        },
        "turn": _turn(turn, token) if turn and phase in ("asking", "thinking", "practice_review") else None,
        "acknowledgements": _acknowledgements(interview, token),
        "practice": {"transcript": turn.answer_text} if turn and phase == "practice_review" else None,
        "review": _review(interview) if phase == "review" else [],
    }


def _current_turn(interview: Interview) -> Turn | None:
    if interview.status == Interview.Status.SCHEDULED:  # Asked again, it has turns, none of them of this time.
        return None
    return interview.turns.order_by("-position").prefetch_related("segments").first()


def _phase(interview: Interview, turn: Turn | None) -> str:
    if interview.status not in (Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS):
        return "completed"
    if interview.review_until:
        return "review" if interview.review_until > timezone.now() else "completed"
    if turn is None:
        return "not_started"
    if turn.status == Turn.Status.ASKED:
        return "asking"
    return "practice_review" if turn.kind == Turn.Kind.PRACTICE and turn.status == Turn.Status.DONE else "thinking"


def _question_number(interview: Interview, turn: Turn | None) -> int:
    asked = [question.key for question in interview.to_ask.questions]
    return asked.index(turn.question_key) + 1 if turn and turn.question_key in asked else 0


def _review_remaining_s(interview: Interview) -> int | None:
    if interview.review_until is None:
        return None
    return max(0, round((interview.review_until - timezone.now()).total_seconds()))


def _turn(turn: Turn, token: str) -> Json:
    box = time_box(turn)
    segments = sorted(turn.segments.all(), key=lambda segment: segment.sequence)
    return {
        "id": turn.id,
        "position": turn.position,
        "kind": turn.kind,
        "text": turn.text,
        "status": turn.status,
        "speech": [
            {"url": reverse("candidate:speech", args=[token, turn.id, index]), "duration_ms": chunk["duration_ms"]}
            for index, chunk in enumerate(turn.speech)
        ],
        "speech_status": turn.speech_status,
        "opened": turn.opened_at is not None,
        "remaining_ms": box.remaining_ms(timezone.now()),
        "warning_ms": settings.TURN_WARNING_SECONDS * 1000,
        "moments_left": box.moments_left,
        "answer_mode": turn.answer_mode,
        "stored_segments": [segment.sequence for segment in segments],
        "captions": [{"sequence": segment.sequence, "text": segment.text} for segment in segments if segment.text],
        "notice": _notice(turn),
    }


def _notice(turn: Turn) -> str | None:
    unheard = "speech_unavailable" if turn.speech_status == Turn.SpeechStatus.FAILED else None
    return turn.decision.get("notice") or unheard


def _acknowledgements(interview: Interview, token: str) -> list[str]:
    """None until all are there: they are made when the interview is created, long before the candidate comes."""
    if not is_all_cached(phrases.ACKNOWLEDGEMENTS, interview.tier, interview.language):
        return []
    numbers = range(len(phrases.ACKNOWLEDGEMENTS))
    return [reverse("candidate:acknowledgement", args=[token, number]) for number in numbers]


def _review(interview: Interview) -> list[Json]:
    turns = turns_of_this_time(interview).exclude(status=Turn.Status.ASKED).order_by("position")
    return [
        {
            "turn_id": turn.id,
            "kind": turn.kind,
            "question": turn.text,
            "transcript": turn.typed_text or turn.transcript,
            "corrected": turn.corrected_transcript,
            "typed": turn.answer_mode == Turn.AnswerMode.TYPED,
            "heard": turn.status == Turn.Status.DONE,
        }
        for turn in turns
    ]
