"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path

from jobs import api as jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("job-descriptions", jobs.JobDescriptions.as_view()),
    path("job-descriptions/<slug:job_id>", jobs.JobDescriptionDetail.as_view()),
    path("job-descriptions/<slug:job_id>/generate-questions", jobs.QuestionGeneration.as_view()),
]
