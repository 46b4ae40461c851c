"""Under /o/<slug>/."""

from django.urls import path

from evaluations.staff import review_views, views

app_name = "evaluations"
urlpatterns = [
    path("evaluations/", views.index, name="list"),
    path("evaluations.csv", views.index_csv, name="list_csv"),
    path("evaluations/summary/", views.summary, name="summary"),
    path("interviews/<str:interview_id>/report/", views.show, name="report"),
    path("interviews/<str:interview_id>/report.json", views.as_json, name="report_json"),
    path("interviews/<str:interview_id>/report.csv", views.as_csv, name="report_csv"),
    path("interviews/<str:interview_id>/report/ask-again/", views.ask_again, name="ask_again"),
    path("interviews/<str:interview_id>/report/score-again/", views.score_again, name="score_again"),
    path(
        "interviews/<str:interview_id>/report/scores/<str:score_id>/review/",
        review_views.review,
        name="review",
    ),
]
