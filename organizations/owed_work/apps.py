from django.apps import AppConfig


class OwedWorkConfig(AppConfig):
    name = "organizations.owed_work"
    label = "owed_work"
