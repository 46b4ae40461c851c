"""`/api/v1/interviews/{id}/status` and `/results`: how far an interview is, and what came of it."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import event_data
from evaluations.loading import read
from evaluations.platform_api.serializers import InterviewResultsOutput, InterviewStatusOutput
from interviewai.kernel.errors import Conflict, NotReady
from interviews.models import Interview
from interviews.platform_api.views import TAGS, InterviewView
from organizations.platform_api.keys import Scope

Status = Interview.Status


class NotTakenYet(NotReady):
    retry_after_s = 15


class InterviewStatus(InterviewView):
    scopes: ClassVar = {"GET": Scope.INTERVIEWS_READ}
    serializer_class = InterviewStatusOutput
    related: ClassVar[tuple[str, ...]] = ("candidate", "job", "plan")

    @extend_schema(
        operation_id="get_interview_status",
        summary="How far an interview is",
        description="Webhooks tell it without asking: `interview.started`, `.completed`, `.expired`, `.cancelled`.",
        tags=TAGS,
    )
    def get(self, request: Request, interview_id: str) -> Response:
        return Response(InterviewStatusOutput(self.get_interview(interview_id)).data)


class InterviewResults(InterviewView):
    scopes: ClassVar = {"GET": Scope.RESULTS_READ}
    serializer_class = InterviewResultsOutput
    related: ClassVar[tuple[str, ...]] = ("candidate", "job", "plan")

    @extend_schema(
        operation_id="get_interview_results",
        summary="The results of an interview",
        description=(
            "409 with the code `not_ready` and Retry-After while the interview is not taken or still being scored; "
            "409 with the code `no_results` when there will be none; 409 with the code `evaluation_failed` when we "
            "failed to finish it, until a recruiter has it tried again."
        ),
        tags=TAGS,
        responses={200: InterviewResultsOutput, 409: None},
    )
    def get(self, request: Request, interview_id: str) -> Response:
        interview = self.get_interview(interview_id)
        refuse_unfinished(interview)
        reading = read(interview)
        if reading.given_up:
            raise Conflict(
                "The evaluation could not be finished. A recruiter can try again on its report.",
                code="evaluation_failed",
            )
        if not reading.ready:
            raise NotReady("The answers are being scored.")
        return Response(event_data.detailed(reading))


def refuse_unfinished(interview: Interview) -> None:
    if interview.status in (Status.CANCELLED, Status.EXPIRED):
        raise Conflict(f"There are no results: the interview is {interview.status}.", code="no_results")
    if interview.status != Status.COMPLETED:
        raise NotTakenYet(f"The interview is not finished: it is {interview.status}.")
