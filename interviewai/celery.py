"""The Celery application. Tasks live in each app's `tasks.py`; the beat schedule is in the settings."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interviewai.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # The commands that prepare have checked already.

TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "interviewai.broker:Transport"

app = Celery("interviewai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
