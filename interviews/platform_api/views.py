"""`/api/v1/interviews` and `/api/v1/candidates/invite`. Status and results stand in evaluations.api."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from interviewai.kernel.errors import Conflict
from interviews import lifecycle
from interviews.models import Interview
from interviews.platform_api.serializers import (
    InterviewFilter,
    InterviewOutput,
    InvitedOutput,
    InviteInput,
    NewInterviewOutput,
    ScheduleInput,
)
from interviews.scheduling import for_platforms
from organizations.platform_api.authentication import key_of
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import checked
from organizations.platform_api.view import ApiView

TAGS = ["Interviews"]
CANDIDATE = {"name": "Jane Doe", "email": "jane@example.com", "external_id": "app-4711"}
JOB = {"title": "Backend Developer", "description": "Builds and runs the services behind our shop."}
BY_ID = OpenApiExample(
    "For a job description that stands",
    value={
        "job_description_id": "job_01JD8Z3K5V7W9X1Y2Z3A4B5C6D",
        "candidate": CANDIDATE,
        "redirect_url": "https://ats.example.com/applications/4711",
        "metadata": {"application": "4711"},
    },
    request_only=True,
)
INLINE = OpenApiExample(
    "With a job description of its own", value={"job_description": JOB, "candidate": CANDIDATE}, request_only=True
)
MANY = OpenApiExample(
    "Several candidates",
    value={"job_description": JOB, "candidates": [CANDIDATE, {"name": "John Roe", "email": "john@example.com"}]},
    request_only=True,
)
FILTERS = {
    "status": "status",
    "job_description_id": "job_id",
    "external_id": "candidate__external_id",
    "email": "candidate__email__iexact",
    "since": "created_at__gte",
    "until": "created_at__lt",
}


class InterviewView(ApiView):
    serializer_class: type[Serializer[Any]] = InterviewOutput
    related: ClassVar[tuple[str, ...]] = ("candidate", "job")

    @property
    def interviews(self) -> QuerySet[Interview]:
        return Interview.objects.filter(livemode=self.livemode).select_related(*self.related)

    def get_interview(self, interview_id: str) -> Interview:
        return get_object_or_404(self.interviews, pk=interview_id)


class ScheduledInterviews(InterviewView):
    scopes: ClassVar = {"POST": Scope.INTERVIEWS_WRITE}
    serializer_class = NewInterviewOutput

    @extend_schema(
        operation_id="schedule_interview",
        summary="Schedule an interview",
        description=(
            "Answers at once with the candidate's link, which you send. The questions of a new job description are "
            "written afterwards; who opens the link before that is asked to wait a moment."
        ),
        tags=TAGS,
        request=ScheduleInput,
        responses={202: NewInterviewOutput},
        examples=[BY_ID, INLINE],
    )
    def post(self, request: Request) -> Response:
        wanted = checked(ScheduleInput, request.data)
        interview, link = for_platforms.schedule(wanted, livemode=self.livemode, key_id=key_of(request).id)
        return Response(new(interview, link), status=status.HTTP_202_ACCEPTED)


class Invitations(InterviewView):
    scopes: ClassVar = {"POST": Scope.INTERVIEWS_WRITE}
    serializer_class = InvitedOutput

    @extend_schema(
        operation_id="invite_candidates",
        summary="Invite candidates by mail",
        description="An interview for each candidate, and a mail with the link to it. All of them or none.",
        tags=["Candidates"],
        request=InviteInput,
        responses={202: InvitedOutput},
        examples=[MANY],
    )
    def post(self, request: Request) -> Response:
        wanted = checked(InviteInput, request.data)
        created = for_platforms.invite(wanted, livemode=self.livemode, key_id=key_of(request).id)
        return Response({"interviews": [new(*each) for each in created]}, status=status.HTTP_202_ACCEPTED)


class Interviews(InterviewView):
    scopes: ClassVar = {"GET": Scope.INTERVIEWS_READ}

    @extend_schema(
        operation_id="list_interviews",
        summary="List interviews",
        description="The newest first.",
        tags=TAGS,
        parameters=[InterviewFilter],
        responses=InterviewOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        wanted = InterviewFilter.of(request)
        chosen = {column: wanted[name] for name, column in FILTERS.items() if name in wanted}
        return self.paginated(self.interviews.filter(**chosen))


class InterviewDetail(InterviewView):
    scopes: ClassVar = {"GET": Scope.INTERVIEWS_READ}

    @extend_schema(operation_id="get_interview", summary="Read an interview", tags=TAGS)
    def get(self, request: Request, interview_id: str) -> Response:
        return Response(InterviewOutput(self.get_interview(interview_id)).data)


class Cancellation(InterviewView):
    scopes: ClassVar = {"POST": Scope.INTERVIEWS_WRITE}

    @extend_schema(
        operation_id="cancel_interview",
        summary="Cancel an interview",
        description="Its link stops working, also for a candidate who is in it. What is over cannot be cancelled: 409.",
        tags=TAGS,
        request=None,
        responses=InterviewOutput,
    )
    def post(self, request: Request, interview_id: str) -> Response:
        interview = self.get_interview(interview_id)
        if not lifecycle.cancel(interview):
            raise Conflict(f"This interview is over already: it is {interview.status}.")
        return Response(InterviewOutput(self.get_interview(interview_id)).data)


def new(interview: Interview, link: str) -> dict[str, Any]:
    return {**InterviewOutput(interview).data, "interview_url": link}
