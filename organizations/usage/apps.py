from django.apps import AppConfig


class UsageConfig(AppConfig):
    name = "organizations.usage"
    label = "usage"
    verbose_name = "Usage"
