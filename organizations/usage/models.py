"""What the AI of one organization took and cost, one row a call."""

from typing import Any, ClassVar

from django.db import models

from interviewai.kernel import ids


def call_id() -> str:
    return ids.new_id("call")


class Port(models.TextChoices):
    STT = "stt", "Speech to text"
    LLM = "llm", "Language model"
    TTS = "tts", "Text to speech"


class ProviderCall(models.Model):
    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=call_id, editable=False)
    port = models.CharField(max_length=3, choices=Port.choices)
    provider = models.CharField(max_length=100)
    model = models.CharField(max_length=200)
    purpose = models.CharField(max_length=60)
    interview_id = models.CharField(max_length=ids.MAX_LENGTH, null=True)  # null: for no interview
    status = models.CharField(max_length=60)  # "ok", "cancelled" or an error's code
    ttfb_ms = models.PositiveIntegerField(null=True)
    total_ms = models.PositiveIntegerField()
    units = models.FloatField()
    unit_name = models.CharField(max_length=30)
    cost_micros = models.PositiveBigIntegerField()  # millionths of a US dollar
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["interview_id"], name="usage_call_interview"),
            models.Index(fields=["created_at"], name="usage_call_created"),
        ]

    def __str__(self) -> str:
        return self.id
