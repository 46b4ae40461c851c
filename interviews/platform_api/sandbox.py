"""The sandbox of the API: what a platform does to test itself, with a test key alone."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from interviews.models import Interview, SandboxRun
from interviews.sandbox import runs
from organizations.platform_api.authentication import key_of
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import BodySerializer, RowSerializer, checked
from organizations.platform_api.view import ApiView

TAGS = ["Sandbox"]


class IsTestKey(BasePermission):
    message = "The sandbox takes test keys alone (iai_test_...): a synthetic candidate never meets live data."
    code = "sandbox_only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return not key_of(request).livemode


class SandboxCompletionSerializer(BodySerializer):
    character = serializers.ChoiceField(
        choices=runs.CHOICES,
        help_text="Who takes the interview. `no_show` does not: the interview expires at once.",
    )


class SandboxRunSerializer(RowSerializer[SandboxRun]):
    interview_id = serializers.CharField(read_only=True)
    livemode = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField(help_text="Why the last attempt failed, as a code.")

    class Meta:
        model = SandboxRun
        fields = ("interview_id", "livemode", "character", "status", "attempts", "error", "created_at", "finished_at")
        read_only_fields = fields

    def get_livemode(self, _run: SandboxRun) -> bool:
        return False

    def get_error(self, run: SandboxRun) -> str | None:
        return run.error or None


class SandboxView(ApiView):
    serializer_class = SandboxRunSerializer
    permission_classes = (*ApiView.permission_classes, IsTestKey)
    scopes = {"GET": Scope.INTERVIEWS_READ, "POST": Scope.INTERVIEWS_WRITE}


class SandboxRunView(SandboxView):
    @extend_schema(
        operation_id="get_sandbox_run",
        summary="How far the synthetic candidate is",
        description="`queued`, `running`, `done`, or `failed` with the code of what went wrong.",
        tags=TAGS,
        responses={200: SandboxRunSerializer},
    )
    def get(self, request: Request, interview_id: str) -> Response:
        run = get_object_or_404(SandboxRun, interview_id=interview_id, interview__livemode=self.livemode)
        return Response(self.get_serializer(run).data)


class CompleteView(SandboxView):
    @extend_schema(
        operation_id="complete_sandbox_interview",
        summary="Let a synthetic candidate take a test interview",
        description=(
            "It opens the link, speaks through the real pipeline and ends the interview, in about a minute. "
            "Webhooks and results follow as they would for a person."
        ),
        tags=TAGS,
        request=SandboxCompletionSerializer,
        responses={202: SandboxRunSerializer},
        examples=[OpenApiExample("A good candidate", value={"character": "strong"}, request_only=True)],
    )
    def post(self, request: Request, interview_id: str) -> Response:
        wanted = checked(SandboxCompletionSerializer, request.data)
        interview = get_object_or_404(Interview, id=interview_id, livemode=self.livemode)
        run = runs.order(interview, wanted["character"])
        return Response(self.get_serializer(run).data, status=202)
