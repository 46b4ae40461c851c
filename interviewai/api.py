"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path

from webhooks import api as webhooks
from webhooks import history_api as history

urlpatterns: list[URLPattern | URLResolver] = [
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
]
