"""The object, or the same 404 whether it never existed or belongs to another organization or interview."""

from django.shortcuts import get_object_or_404

from interviews.models import Interview, Segment


def get_interview(interview_id: str) -> Interview:
    return get_object_or_404(Interview.objects.select_related("candidate", "job", "plan"), pk=interview_id)


def get_segment(interview_id: str, segment_id: str) -> Segment:
    return get_object_or_404(Segment, pk=segment_id, interview_id=interview_id)
