"""Under /o/<slug>/."""

from django.urls import path

from evaluations.staff import review_views, views
from evaluations.staff.bias_audit import views as bias_audit

app_name = "evaluations"
urlpatterns = [
    path("evaluations/", views.index, name="list"),
    path("evaluations.csv", views.index_csv, name="list_csv"),
    path("evaluations/bias-audit/", bias_audit.show, name="bias_audit"),
    path("evaluations/bias-audit.csv", bias_audit.as_csv, name="bias_audit_csv"),
    path("evaluations/bias-audit.xlsx", bias_audit.as_xlsx, name="bias_audit_xlsx"),
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
