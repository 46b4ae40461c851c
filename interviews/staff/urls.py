"""The recruiter's addresses, below /o/<slug>/interviews/."""

from django.urls import path

from interviews.staff import home, links
from interviews.staff import views as staff_views

app_name = "interviews"
urlpatterns = [
    path("", staff_views.interview_list, name="list"),
    path("new/", links.create, name="create"),
    path("overview/", home.overview, name="overview"),
    path("<slug:interview_id>/", staff_views.detail, name="detail"),
    path("<slug:interview_id>/link/", links.new_link, name="new_link"),
    path("<slug:interview_id>/cancel/", staff_views.cancel, name="cancel"),
    path("<slug:interview_id>/segments/<slug:segment_id>", staff_views.segment, name="segment"),
]
