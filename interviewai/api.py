"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path, re_path

from evaluations import api as evaluations
from interviewai import api_root
from interviewai.openapi.document import openapi
from interviews import api as interviews
from interviews import sandbox_api as sandbox
from jobs import api as jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("job-descriptions", jobs.JobDescriptions.as_view()),
    path("job-descriptions/<slug:job_id>", jobs.JobDescriptionDetail.as_view()),
    path("job-descriptions/<slug:job_id>/generate-questions", jobs.QuestionGeneration.as_view()),
    path("interviews", interviews.Interviews.as_view()),
    path("interviews/schedule", interviews.ScheduledInterviews.as_view()),
    path("interviews/<slug:interview_id>", interviews.InterviewDetail.as_view()),
    path("interviews/<slug:interview_id>/cancel", interviews.Cancellation.as_view()),
    path("interviews/<slug:interview_id>/status", evaluations.InterviewStatus.as_view()),
    path("interviews/<slug:interview_id>/results", evaluations.InterviewResults.as_view()),
    path("candidates/invite", interviews.Invitations.as_view()),
    path("sandbox/interviews/<slug:interview_id>", sandbox.SandboxRunView.as_view()),
    path("sandbox/interviews/<slug:interview_id>/complete", sandbox.CompleteView.as_view()),
    path("", api_root.ApiRoot.as_view()),
    path("openapi.json", openapi),
    # The last one.
    re_path("", api_root.UnknownAddress.as_view()),
]
