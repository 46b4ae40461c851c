"""What an interview has beside its conversation: a mail, a synthetic candidate, what the candidate says of themselves.

Part of `interviews.models`.
"""

from django.db import models


class InvitationMail(models.Model):
    """A mail with the link that has to go out; its words are made when it is sent, from `Interview.sealed_token`."""

    class Status(models.TextChoices):
        PENDING = "pending", "not sent yet"
        SENT = "sent"
        FAILED = "failed", "could not be sent"
        TEST_MODE = "test_mode", "not sent: in test mode only members with a confirmed address are written to"

    interview = models.OneToOneField(
        "interviews.Interview", primary_key=True, on_delete=models.CASCADE, related_name="invitation_mail"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation_mails"  # Not `interviews_...`: a candidate's role has no business here.

    def __str__(self) -> str:
        return str(self.pk)


class SandboxRun(models.Model):
    """A synthetic candidate that has to take a test interview."""

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    interview = models.OneToOneField(
        "interviews.Interview", primary_key=True, on_delete=models.CASCADE, related_name="sandbox_run"
    )
    character = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sandbox_runs"  # As above.

    def __str__(self) -> str:
        return str(self.pk)


class SelfIdentification(models.Model):
    """Which categories of an audit the candidate belongs to, as they say. Only an audit opens it, and shows no person.

    No way leads here from an interview, so nothing that reads one reads this by mistake.
    """

    interview = models.OneToOneField(
        "interviews.Interview", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.TextField(blank=True, help_text="self_identification.Identification; empty where nothing is said.")

    def __str__(self) -> str:
        return str(self.pk)
