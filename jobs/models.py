"""A job description and its questions. User ids are plain text: the users live in the public schema."""

from django.db import models
from django.db.models import Deferrable

from interviewai.kernel import ids
from jobs.generated_questions import COMPETENCY_MAX

TITLE_MAX = 200
DESCRIPTION_MAX = 20_000
INDUSTRY_MAX = 100


def job_id() -> str:
    return ids.new_id("job")


def question_id() -> str:
    return ids.new_id("qst")


class Difficulty(models.TextChoices):
    JUNIOR = "junior", "Junior"
    MIDDLE = "middle", "Mid-level"
    SENIOR = "senior", "Senior"


class GenerationStatus(models.TextChoices):
    NONE = "none", "Not generated"
    PENDING = "pending", "Being written"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class GenerationMode(models.TextChoices):
    KEEP = "keep", "Keep what a person wrote or edited"
    REPLACE = "replace", "Replace all but the own questions"


class JobDescription(models.Model):
    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=job_id, editable=False)
    title = models.CharField(max_length=TITLE_MAX)
    description = models.TextField(max_length=DESCRIPTION_MAX)
    industry = models.CharField(max_length=INDUSTRY_MAX, blank=True)
    difficulty = models.CharField(max_length=10, choices=Difficulty.choices, default=Difficulty.MIDDLE)
    # One question a line: always the texts of the job's own questions, in their order (own_questions.py keeps it so).
    custom_questions = models.TextField(blank=True)

    generation_status = models.CharField(
        max_length=10, choices=GenerationStatus.choices, default=GenerationStatus.NONE, editable=False
    )
    generation_mode = models.CharField(
        max_length=10, choices=GenerationMode.choices, default=GenerationMode.KEEP, editable=False
    )
    generation_error = models.CharField(max_length=500, blank=True, editable=False)
    generation_requested_at = models.DateTimeField(null=True, editable=False)
    generated_at = models.DateTimeField(null=True, editable=False)
    generated_by = models.CharField(max_length=100, blank=True, editable=False)

    livemode = models.BooleanField(default=True, editable=False)
    created_by_id = models.CharField(max_length=ids.MAX_LENGTH, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.id


class QuestionType(models.TextChoices):
    TECHNICAL = "technical", "Technical"
    BEHAVIORAL = "behavioral", "Behavioral"
    COMMUNICATION = "communication", "Communication"


class Origin(models.TextChoices):
    GENERATED = "generated", "Generated"
    OWN = "own", "Own question"


class Question(models.Model):
    id = models.CharField(primary_key=True, max_length=ids.MAX_LENGTH, default=question_id, editable=False)
    job = models.ForeignKey(JobDescription, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()  # from 1, without gaps
    text = models.TextField()
    type = models.CharField(max_length=20, choices=QuestionType.choices, default=QuestionType.TECHNICAL)
    competency = models.CharField(max_length=COMPETENCY_MAX, blank=True)
    expected_points: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    anchor_low = models.TextField(blank=True)
    anchor_middle = models.TextField(blank=True)
    anchor_high = models.TextField(blank=True)
    probe = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.OWN, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)  # when a person last changed it
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "position"], name="jobs_question_position", deferrable=Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.id
