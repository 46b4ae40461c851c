"""`/api/v1/interviews/{id}/status` and `/results`: how far an interview is, and what came of it."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED

from evaluations import event_data
from evaluations.asking_again import lost_of
from evaluations.loading import read
from evaluations.platform_api.serializers import InterviewResultsOutput, InterviewStatusOutput
from interviewai.kernel.errors import Conflict, NotReady
from interviews.asking_again import ask_again
from interviews.models import Interview
from interviews.platform_api.serializers import NewInterviewOutput
from interviews.platform_api.views import TAGS, InterviewView, new
from interviews.scheduling.invitations import link
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


class AskAgain(InterviewView):
    scopes: ClassVar = {"POST": Scope.INTERVIEWS_WRITE}
    serializer_class = NewInterviewOutput
    related: ClassVar[tuple[str, ...]] = ("candidate", "job", "plan")

    @extend_schema(
        operation_id="ask_again",
        summary="Ask again what was lost",
        description=(
            "Opens a completed interview again for the questions whose answers we lost by a failure of ours, and "
            "for no others: the candidate's new link is answered here once. What came of the interview stands "
            "meanwhile; `evaluation.updated` tells of the new revision. Nobody has to come: then it stays as it is."
        ),
        tags=TAGS,
        request=None,
        responses={202: NewInterviewOutput},
    )
    def post(self, request: Request, interview_id: str) -> Response:
        interview = self.get_interview(interview_id)
        token = ask_again(interview, lost_of(interview))
        return Response(new(self.get_interview(interview_id), link(token)), status=HTTP_202_ACCEPTED)


def refuse_unfinished(interview: Interview) -> None:
    if interview.status in (Status.CANCELLED, Status.EXPIRED):
        raise Conflict(f"There are no results: the interview is {interview.status}.", code="no_results")
    if interview.completed_at is None:
        raise NotTakenYet(f"The interview is not finished: it is {interview.status}.")
