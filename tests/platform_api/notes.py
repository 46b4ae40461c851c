"""A resource of the tests' own, on the real layers: job descriptions, called notes. This is a URL configuration."""

from typing import Any, ClassVar, NoReturn

from django.urls import include, path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from interviewai import urls
from interviewai.kernel.errors import NotFound
from jobs.models import JobDescription
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import StrictSerializer
from organizations.platform_api.view import ApiView

NOTES = "/api/v1/notes"
SECRET_WORD = "Wanda Maximoff"


class NoteSerializer(StrictSerializer):
    id = serializers.CharField(read_only=True)
    title = serializers.CharField(max_length=200)
    labels = serializers.DictField(child=serializers.CharField(), write_only=True, required=False)


class Notes(ApiView):
    serializer_class = NoteSerializer
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "POST": Scope.JOBS_WRITE}

    @extend_schema(operation_id="list_notes", summary="List notes", responses=NoteSerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.paginated(JobDescription.objects.filter(livemode=self.livemode))

    @extend_schema(operation_id="make_note", summary="Make a note", responses={201: NoteSerializer})
    def post(self, request: Request) -> Response:
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        note = JobDescription.objects.create(title=asked.validated_data["title"], livemode=self.livemode)
        return Response(self.get_serializer(note).data, status=201)


class Note(ApiView):
    serializer_class = NoteSerializer
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "DELETE": Scope.JOBS_WRITE}

    @extend_schema(operation_id="read_note", summary="Read a note")
    def get(self, request: Request, note_id: str) -> Response:
        return Response(self.get_serializer(self.note(note_id)).data)

    @extend_schema(operation_id="remove_note", summary="Fail to remove a note", responses={204: None})
    def delete(self, request: Request, note_id: str) -> Response:
        self.note(note_id).delete()
        raise NotFound("This is told after the row was deleted.")

    def note(self, note_id: str) -> JobDescription:
        note = JobDescription.objects.filter(pk=note_id, livemode=self.livemode).first()
        if note is None:
            raise NotFound("There is no such note.")
        return note


class Crash(ApiView):
    scopes: ClassVar = {"GET": Scope.JOBS_READ, "POST": Scope.JOBS_WRITE}

    @extend_schema(exclude=True)
    def get(self, request: Request) -> NoReturn:
        raise RuntimeError(f"A row of {SECRET_WORD} was refused.")

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        JobDescription.objects.create(title="crashed", livemode=self.livemode)
        return self.get(request)


class Empty(ApiView):
    """Answers without a body."""

    scopes: ClassVar = {"POST": Scope.JOBS_WRITE}

    @extend_schema(operation_id="make_empty_note", summary="Make a note", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        JobDescription.objects.create(title="empty", livemode=self.livemode)
        return Response(status=204)


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
own: list[Any] = [
    path("notes", Notes.as_view()),
    path("notes/<str:note_id>", Note.as_view()),
    path("crash", Crash.as_view()),
    path("empty", Empty.as_view()),
]
urlpatterns = [path("api/v1/", include(own)), *urls.urlpatterns]
