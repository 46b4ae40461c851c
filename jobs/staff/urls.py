from django.urls import path

from jobs.staff import generation_views, question_views, views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("new/", views.create, name="create"),
    path("<slug:job_id>/", views.detail, name="detail"),
    path("<slug:job_id>/edit/", views.edit, name="edit"),
    path("<slug:job_id>/archive/", views.archive, name="archive"),
    path("<slug:job_id>/restore/", views.restore, name="restore"),
    path("<slug:job_id>/generate/", generation_views.generate, name="generate"),
    path("<slug:job_id>/questions/", question_views.questions, name="questions"),
    path("<slug:job_id>/questions/new/", question_views.add, name="add"),
    path("<slug:job_id>/questions/order/", question_views.order, name="order"),
    path("<slug:job_id>/questions/<slug:question_id>/", question_views.edit, name="edit_question"),
    path("<slug:job_id>/questions/<slug:question_id>/move/", question_views.move, name="move"),
    path("<slug:job_id>/questions/<slug:question_id>/remove/", question_views.remove, name="remove"),
]
