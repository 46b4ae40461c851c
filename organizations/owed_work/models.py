"""What has still to be done, in all organizations: one index in the public schema. No personal data, no payload."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from interviewai.kernel.ids import MAX_LENGTH


class OwedWork(models.Model):
    """Stands as long as the work is owed: written with the change that makes it so, removed with the one that does it.

    A row is free while it has no lease, or one that ran out: its worker died.
    """

    organization_id = models.CharField(max_length=MAX_LENGTH)
    kind = models.CharField(max_length=40, help_text="A name that a process has registered; see kinds.py.")
    row_id = models.CharField(max_length=MAX_LENGTH, help_text="In the organization's schema: what is to be worked on.")
    stream = models.CharField(
        max_length=MAX_LENGTH, blank=True, help_text="The interview or endpoint whose work this is, if it is one's."
    )
    queue = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    ready = models.BooleanField(help_text="Whether it was due when somebody last looked.")
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True, help_text="Of the worker: no other one records.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Workers that took it, the present one too.")
    revision = models.PositiveIntegerField(default=0, help_text="How often it was owed again while it stood here.")

    class Meta:
        db_table = "owed_work"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["row_id", "kind", "organization_id"], name="owed_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["queue", "organization_id", "due_at"], name="owed_ready", condition=Q(ready=True)),
            models.Index(fields=["queue", "due_at"], name="owed_later", condition=Q(ready=False)),
            models.Index(fields=["queue"], name="owed_in_hand", condition=Q(lease_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
