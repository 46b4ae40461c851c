"""Webhooks of one organization: who listens, what happened, what was sent to whom, and what came of each try."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.utils import timezone

from interviewai.kernel.ids import MAX_LENGTH, new_id

new_endpoint_id = partial(new_id, "we")
new_event_id = partial(new_id, "evt")
new_delivery_id = partial(new_id, "dlv")
new_attempt_id = partial(new_id, "att")

URL_MAX = 2000
EXCERPT_MAX = 1000


class Endpoint(models.Model):
    """An address of a parent platform. Never erased while its deliveries are told of: `deleted_at` hides it."""

    class DisabledReason(models.TextChoices):
        MANUAL = "manual", "switched off"
        GONE = "gone", "answered 410 Gone"
        FAILING = "failing", "failed for too long"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_endpoint_id, editable=False)
    url = models.CharField(max_length=URL_MAX)
    description = models.CharField(max_length=200, blank=True)
    event_types = models.JSONField(default=list, help_text="Values of EventType; none means all.")
    livemode = models.BooleanField(default=True)
    secret = models.TextField(help_text="Sealed.", editable=False)
    previous_secret = models.TextField(blank=True, help_text="Sealed; signs too until it expires.", editable=False)
    previous_secret_expires_at = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_reason = models.CharField(max_length=10, choices=DisabledReason.choices, blank=True, editable=False)
    first_failure_at = models.DateTimeField(null=True, help_text="Of the failures since the last success.")
    last_success_at = models.DateTimeField(null=True)
    alert_owed_at = models.DateTimeField(null=True, help_text="Since when the owners have to be told of trouble.")
    alerted_at = models.DateTimeField(null=True)
    created_by_id = models.CharField(max_length=MAX_LENGTH, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.id

    @property
    def still_rotating(self) -> bool:
        """The secret before this one signs too."""
        ends_at = self.previous_secret_expires_at
        return bool(self.previous_secret) and ends_at is not None and ends_at > timezone.now()


class Event(models.Model):
    """Something that happened, in the words that are sent of it."""

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_event_id, editable=False)
    type = models.CharField(max_length=60)
    livemode = models.BooleanField(default=True)
    interview_id = models.CharField(max_length=MAX_LENGTH, blank=True, db_index=True)
    payload = models.TextField(help_text="The JSON object that is sent, but for `sent_at`: see signing.stamped.")
    occurred_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        indexes = [models.Index(fields=["-occurred_at", "-id"], name="webhooks_events_newest")]

    def __str__(self) -> str:
        return self.id


class Delivery(models.Model):
    """One event on its way to one endpoint. While it is pending, it stands in the index of owed work."""

    class Status(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        DEAD = "dead", "given up"
        CANCELLED = "cancelled", "the endpoint was switched off or removed"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_delivery_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempt_count = models.PositiveIntegerField(default=0, help_text="Over all rounds.")
    round_started_at = models.DateTimeField(default=timezone.now, help_text="A replay begins a new round of tries.")
    round_attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["event", "endpoint"], name="one_delivery_an_endpoint")]
        indexes = [
            models.Index(fields=["endpoint", "-created_at"], name="webhooks_deliveries_of"),
            models.Index(fields=["ended_at"], name="webhooks_deliveries_dead", condition=Q(status="dead")),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def counted_attempts(self) -> "models.QuerySet[Attempt]":
        """Those that this row's status tells of: one that was recorded since it was read came with another status."""
        return self.attempts.filter(number__lte=self.attempt_count)


class Attempt(models.Model):
    """One HTTP request that was made, or that the egress refused to make."""

    class Trigger(models.TextChoices):
        SCHEDULED = "scheduled"
        REPLAY = "replay"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_attempt_id, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    trigger = models.CharField(max_length=10, choices=Trigger.choices, default=Trigger.SCHEDULED)
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status_code = models.PositiveSmallIntegerField(null=True, help_text="Null where no answer came.")
    error = models.CharField(max_length=40, blank=True, help_text="A value of egress.Failure; empty for a 2xx.")
    response_excerpt = models.CharField(max_length=EXCERPT_MAX, blank=True, help_text="The first bytes, as text.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="one_attempt_a_number")]

    def __str__(self) -> str:
        return self.id
