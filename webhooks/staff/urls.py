"""The owner's addresses, below /o/<slug>/settings/webhooks/."""

from django.urls import path

from webhooks.staff import delivery_views, secret_views, views

app_name = "webhooks"
urlpatterns = [
    path("", views.endpoint_list, name="list"),
    path("new/", secret_views.create, name="create"),
    path("rotate/<slug:mode>/", secret_views.rotate_all, name="rotate_all"),
    path("<slug:endpoint_id>/", views.detail, name="detail"),
    path("<slug:endpoint_id>/edit/", views.edit, name="edit"),
    path("<slug:endpoint_id>/rotate/", secret_views.rotate, name="rotate"),
    path("<slug:endpoint_id>/ping/", views.ping, name="ping"),
    path("<slug:endpoint_id>/enable/", views.enable, name="enable"),
    path("<slug:endpoint_id>/disable/", views.disable, name="disable"),
    path("<slug:endpoint_id>/remove/", views.remove, name="remove"),
    path("<slug:endpoint_id>/replay/", delivery_views.replay_many, name="replay_many"),
    path("<slug:endpoint_id>/deliveries/<slug:delivery_id>/", delivery_views.detail, name="delivery"),
    path("<slug:endpoint_id>/deliveries/<slug:delivery_id>/replay/", delivery_views.replay, name="replay"),
]
