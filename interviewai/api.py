"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path

from interviews import sandbox_api

urlpatterns: list[URLPattern | URLResolver] = [
    path("sandbox/interviews/<slug:interview_id>", sandbox_api.SandboxRunView.as_view()),
    path("sandbox/interviews/<slug:interview_id>/complete", sandbox_api.CompleteView.as_view()),
]
