"""Every address of the product on one screen."""

from django.contrib import admin
from django.urls import include, path

from interviewai import health

urlpatterns = [
    path("", include("organizations.urls")),
    path("accounts/", include("allauth.urls")),
    path("o/<slug:slug>/jobs/", include("jobs.urls")),
    path("o/<slug:slug>/interviews/", include("interviews.staff_urls")),
    path("o/<slug:slug>/settings/webhooks/", include("webhooks.urls")),
    path("o/<slug:slug>/", include("evaluations.urls")),
    path("i/<str:token>/", include("interviews.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("api/v1/", include("interviewai.api")),
    path("admin/", admin.site.urls),
]
