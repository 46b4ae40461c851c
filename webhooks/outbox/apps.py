from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "webhooks.outbox"
    label = "outbox"
