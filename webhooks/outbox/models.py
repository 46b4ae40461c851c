"""What is due in all organizations, in the public schema: one query finds it. No personal data, no payload."""

from typing import Any, ClassVar

from django.db import models

from interviewai.kernel.ids import MAX_LENGTH


class DueDelivery(models.Model):
    """Stands as long as the delivery is pending: written with it, removed with its end.

    A row is free while it has no lease, or one that ran out: its worker died.
    """

    delivery_id = models.CharField(primary_key=True, max_length=MAX_LENGTH)
    organization_id = models.CharField(max_length=MAX_LENGTH)
    endpoint_id = models.CharField(max_length=MAX_LENGTH)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True, help_text="Of the worker that sends: no other records.")
    leases = models.PositiveIntegerField(default=0, help_text="Since something was recorded last.")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["next_attempt_at"], name="outbox_due"),
            models.Index(fields=["endpoint_id"], name="outbox_of_endpoint"),
        ]

    def __str__(self) -> str:
        return self.delivery_id
