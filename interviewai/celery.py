"""The Celery application. Tasks live in each app's `tasks.py`; the beat schedule is in the settings."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interviewai.settings")

TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "interviewai.broker:Transport"

app = Celery("interviewai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
