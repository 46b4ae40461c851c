"""The end of an interview, when its last answer has been heard."""

from django.utils import timezone

from interviews.lifecycle import complete
from interviews.models import Interview, Turn


def complete_if_over(interview_id: str) -> bool:
    """Whether this call completed it. Answers still being transcribed are waited for (a sweep asks again)."""
    interview = Interview.objects.filter(id=interview_id, review_until__lte=timezone.now()).first()
    if interview is None or interview.turns.filter(status__in=[Turn.Status.ANSWERED, Turn.Status.DECIDING]).exists():
        return False
    return complete(interview)
