"""`/api/v1/job-descriptions`."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from jobs import authoring, generation
from jobs.models import JobDescription
from jobs.platform_api.serializers import (
    GenerateQuestionsInput,
    JobDescriptionFilter,
    JobDescriptionInput,
    JobDescriptionOutput,
    JobDescriptionSummary,
)
from organizations.platform_api.authentication import key_of
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import checked
from organizations.platform_api.view import ApiView

TAGS = ["Job descriptions"]
NEW_JOB = OpenApiExample(
    "A job description",
    value={
        "title": "Backend Developer",
        "description": "Builds and runs the services behind our shop: Python, Postgres, on-call one week in six.",
        "industry": "Retail",
        "difficulty": "senior",
        "custom_questions": ["What would you change about our checkout, and why?"],
    },
    request_only=True,
)


class JobDescriptionView(ApiView):
    @property
    def jobs(self) -> QuerySet[JobDescription]:
        return JobDescription.objects.filter(livemode=self.livemode)

    def get_job(self, job_id: str) -> JobDescription:
        return get_object_or_404(self.jobs.prefetch_related("questions"), pk=job_id)

    def answer(self, job_id: str, *, code: int = status.HTTP_200_OK) -> Response:
        return Response(JobDescriptionOutput(self.get_job(job_id)).data, status=code)


class JobDescriptions(JobDescriptionView):
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "POST": Scope.JOBS_WRITE}
    serializer_class = JobDescriptionSummary

    @extend_schema(
        operation_id="list_job_descriptions",
        summary="List job descriptions",
        description="The newest first, without their questions.",
        tags=TAGS,
        parameters=[JobDescriptionFilter],
        responses=JobDescriptionSummary(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.paginated(filtered(self.jobs, JobDescriptionFilter.of(request)))

    @extend_schema(
        operation_id="create_job_description",
        summary="Create a job description",
        description="Its questions are written when you ask for them: see `generate-questions`.",
        tags=TAGS,
        request=JobDescriptionInput,
        responses={201: JobDescriptionOutput},
        examples=[NEW_JOB],
    )
    def post(self, request: Request) -> Response:
        wanted = checked(JobDescriptionInput, request.data)
        job = authoring.create_from(wanted, livemode=self.livemode, created_by_id=key_of(request).id)
        return self.answer(job.pk, code=status.HTTP_201_CREATED)


class JobDescriptionDetail(JobDescriptionView):
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "PATCH": Scope.JOBS_WRITE}
    serializer_class = JobDescriptionOutput

    @extend_schema(operation_id="get_job_description", summary="Read a job description with its questions", tags=TAGS)
    def get(self, request: Request, job_id: str) -> Response:
        return self.answer(job_id)

    @extend_schema(
        operation_id="update_job_description",
        summary="Change a job description",
        description=(
            "Members that are left out stay as they are. `custom_questions` is the whole list. Interviews that were "
            "scheduled before keep the questions that they have."
        ),
        tags=TAGS,
        request=JobDescriptionInput(partial=True),
    )
    def patch(self, request: Request, job_id: str) -> Response:
        job = self.get_job(job_id)
        authoring.change_job(job, **checked(JobDescriptionInput, request.data, partial=True))
        return self.answer(job_id)


class QuestionGeneration(JobDescriptionView):
    scopes: ClassVar = {"POST": Scope.JOBS_WRITE}
    serializer_class = JobDescriptionOutput

    @extend_schema(
        operation_id="generate_questions",
        summary="Have the questions written",
        description="Answers at once; `generation.status` of the job description says when they are ready.",
        tags=TAGS,
        request=GenerateQuestionsInput,
        responses={202: JobDescriptionOutput},
    )
    def post(self, request: Request, job_id: str) -> Response:
        job = self.get_job(job_id)
        generation.request(job, checked(GenerateQuestionsInput, request.data)["mode"])
        return self.answer(job_id, code=status.HTTP_202_ACCEPTED)


def filtered(jobs: QuerySet[JobDescription], wanted: dict[str, Any]) -> QuerySet[JobDescription]:
    found = jobs.filter(archived_at__isnull=not wanted.get("archived", False))
    columns = {"difficulty": "difficulty", "generation_status": "generation_status"}
    moments = {"since": "created_at__gte", "until": "created_at__lt"}
    return found.filter(**{column: wanted[name] for name, column in (columns | moments).items() if name in wanted})
