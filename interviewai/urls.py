"""Every address of the product on one screen."""

from django.contrib import admin
from django.urls import include, path

from interviewai import docs_views, health
from interviews.recording_links import open_recording

handler400 = "interviewai.error_pages.bad_request"
handler403 = "interviewai.error_pages.permission_denied"
handler404 = "interviewai.error_pages.page_not_found"
handler500 = "interviewai.error_pages.server_error"

urlpatterns = [
    path("", include("organizations.urls")),
    path("accounts/", include("allauth.urls")),
    path("o/<slug:slug>/jobs/", include("jobs.urls")),
    path("o/<slug:slug>/interviews/", include("interviews.staff_urls")),
    path("o/<slug:slug>/settings/webhooks/", include("webhooks.urls")),
    path("o/<slug:slug>/", include("evaluations.urls")),
    path("i/<str:token>/", include("interviews.urls")),
    path("recordings/<str:signed>", open_recording, name="recording"),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("api/v1/", include("interviewai.api")),
    path("api/docs/", docs_views.guide, name="docs_guide"),
    path("api/reference/", docs_views.reference, name="docs_reference"),
    path("admin/", admin.site.urls),
]
