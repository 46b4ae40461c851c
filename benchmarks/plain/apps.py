"""The models of two of our apps, and nothing else that they start."""

from django.apps import AppConfig


class Jobs(AppConfig):
    name = "jobs"


class Interviews(AppConfig):
    name = "interviews"
