"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path, re_path

from evaluations.platform_api import views as evaluations
from interviewai.openapi.document import openapi
from interviewai.platform_api import root
from interviews.platform_api import sandbox, usage
from interviews.platform_api import views as interviews
from jobs.platform_api import views as jobs
from webhooks.platform_api import history
from webhooks.platform_api import views as webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("job-descriptions", jobs.JobDescriptions.as_view()),
    path("job-descriptions/<slug:job_id>", jobs.JobDescriptionDetail.as_view()),
    path("job-descriptions/<slug:job_id>/generate-questions", jobs.QuestionGeneration.as_view()),
    path("interviews", interviews.Interviews.as_view()),
    path("interviews/schedule", interviews.ScheduledInterviews.as_view()),
    path("interviews/<slug:interview_id>", interviews.InterviewDetail.as_view()),
    path("interviews/<slug:interview_id>/cancel", interviews.Cancellation.as_view()),
    path("interviews/<slug:interview_id>/ask-again", evaluations.AskAgain.as_view()),
    path("interviews/<slug:interview_id>/status", evaluations.InterviewStatus.as_view()),
    path("interviews/<slug:interview_id>/results", evaluations.InterviewResults.as_view()),
    path("candidates/invite", interviews.Invitations.as_view()),
    path("sandbox/interviews/<slug:interview_id>", sandbox.SandboxRunView.as_view()),
    path("sandbox/interviews/<slug:interview_id>/complete", sandbox.CompleteView.as_view()),
    path("webhook-endpoints", webhooks.EndpointsView.as_view()),
    path("webhook-endpoints/rotate-secrets", webhooks.RotateSecretsView.as_view()),
    path("webhook-endpoints/<slug:endpoint_id>", webhooks.OneEndpointView.as_view()),
    path("webhook-endpoints/<slug:endpoint_id>/rotate-secret", webhooks.RotateSecretView.as_view()),
    path("webhook-endpoints/<slug:endpoint_id>/enable", webhooks.EnableView.as_view()),
    path("webhook-endpoints/<slug:endpoint_id>/disable", webhooks.DisableView.as_view()),
    path("webhook-endpoints/<slug:endpoint_id>/ping", webhooks.PingView.as_view()),
    path("events", history.EventsView.as_view()),
    path("events/<slug:event_id>", history.EventView.as_view()),
    path("deliveries", history.DeliveriesView.as_view()),
    path("deliveries/replay", history.ReplayManyView.as_view()),
    path("deliveries/<slug:delivery_id>", history.DeliveryView.as_view()),
    path("deliveries/<slug:delivery_id>/replay", history.ReplayView.as_view()),
    path("", root.ApiRoot.as_view()),
    path("usage", usage.UsageView.as_view()),
    path("openapi.json", openapi, name="openapi"),
    # The last one.
    re_path("", root.UnknownAddress.as_view()),
]
