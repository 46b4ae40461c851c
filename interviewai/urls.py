"""Every address of the product on one screen."""

from django.contrib import admin
from django.urls import include, path

from interviewai import health
from interviewai.platform_api import docs_views
from interviews.recordings.links import open_recording

handler400 = "interviewai.error_pages.bad_request"
handler403 = "interviewai.error_pages.permission_denied"
handler404 = "interviewai.error_pages.page_not_found"
handler500 = "interviewai.error_pages.server_error"

urlpatterns = [
    path("", include("organizations.staff.urls")),
    path("accounts/", include("allauth.urls")),
    path("o/<slug:slug>/jobs/", include("jobs.staff.urls")),
    path("o/<slug:slug>/interviews/", include("interviews.staff.urls")),
    path("o/<slug:slug>/settings/webhooks/", include("webhooks.staff.urls")),
    path("o/<slug:slug>/", include("evaluations.staff.urls")),
    path("i/<str:token>/", include("interviews.candidate.urls")),
    path("recordings/<str:signed>", open_recording, name="recording"),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("api/v1/", include("interviewai.api")),
    path("api/docs/", docs_views.guide, name="docs_guide"),
    path("api/reference/", docs_views.reference, name="docs_reference"),
    path("admin/", admin.site.urls),
]
