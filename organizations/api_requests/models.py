"""What parent platforms asked of one organization's API: a log without bodies, and the answers that may be repeated."""

from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from django.db import models

from interviewai.kernel.ids import MAX_LENGTH, new_id

new_request_id = partial(new_id, "req")


class ApiRequest(models.Model):
    """No bodies, no query strings, no addresses: a path holds ids alone."""

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_request_id, editable=False)
    key_id = models.CharField(max_length=MAX_LENGTH)
    livemode = models.BooleanField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    duration_ms = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "api_request_logs"
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-created_at"], name="api_requests_newest")]

    def __str__(self) -> str:
        return self.id


REPEATABLE_FOR = timedelta(hours=24)  # A POST is answered again this long.


class IdempotentRequest(models.Model):
    """A POST that was carried out, and its answer: written in the same transaction as what it did."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=255)
    livemode = models.BooleanField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField()
    response = models.TextField(help_text="Sealed: it may hold a link or a secret that is stored nowhere else.")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key", "livemode"], name="one_answer_an_idempotency_key")
        ]

    def __str__(self) -> str:
        return str(self.pk)
