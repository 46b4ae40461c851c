"""What an interview was judged to be: one score a planned question, one evaluation an interview."""

from functools import partial

from django.db import models
from django.db.models import Q, Value

from evaluations import rubric
from evaluations.rubric import Level, Recommendation, Status
from interviewai.kernel.ids import MAX_LENGTH, new_id

new_evaluation_id = partial(new_id, "evl")
new_score_id = partial(new_id, "scr")

STATUSES = [(each.value, each.value) for each in Status]
NUMBERED = [Status.SCORED.value, Status.NEEDS_REVIEW.value]
OUTCOMES = [(name, name) for name in ("confirmed", "changed", "set_aside")]
LEVELS = [(each.value, each.value) for each in Level]
RECOMMENDATIONS = [(each.value, each.value) for each in Recommendation]


class Evaluation(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending"
        READY = "ready"
        FAILED = "failed", "could not be put together"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_evaluation_id, editable=False)
    interview = models.OneToOneField("interviews.Interview", on_delete=models.CASCADE, related_name="evaluation")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    overall = models.PositiveSmallIntegerField(null=True, help_text="0-100; null when nothing could be scored.")
    technical = models.PositiveSmallIntegerField(null=True)
    behavioral = models.PositiveSmallIntegerField(null=True)
    communication = models.PositiveSmallIntegerField(null=True)
    ranges = models.JSONField(
        db_default=Value({}, models.JSONField()),
        default=dict,
        help_text="{overall | kind: {low, high}}: what is missing at its lowest and at its highest.",
    )
    margin = models.DecimalField(max_digits=4, decimal_places=1, null=True, help_text="Of overall, up and down: 95 %.")
    tie_with = models.CharField(
        max_length=30, choices=RECOMMENDATIONS, blank=True, db_default="", help_text="As near as measuring can tell."
    )
    lacking = models.JSONField(
        db_default=Value([], models.JSONField()),
        default=list,
        help_text="[{what, kind, question_keys, ours}]: what stands in the way of a higher recommendation.",
    )
    strengths = models.JSONField(default=list, help_text="[{text, question_key, evidence: [quote]}]")
    weaknesses = models.JSONField(default=list, help_text="As strengths.")
    red_flags = models.JSONField(default=list, help_text="As strengths, and the flag.")
    recommendation = models.CharField(max_length=30, choices=RECOMMENDATIONS, blank=True)
    engine = models.TextField(blank=True, help_text="provider/model of each engine that scored.")
    rubric_version = models.CharField(max_length=20, default=rubric.RUBRIC_VERSION)
    revision = models.PositiveIntegerField(default=1, help_text="One more each time that it is opened again.")
    created_at = models.DateTimeField(auto_now_add=True)
    finalized_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id


class Score(models.Model):
    """Of one planned question, follow-ups included. A number only with evidence. What a person found stands beside
    what the engine found, never in its place."""

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_score_id, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="scores")
    question_key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(help_text="Place of the question in the plan, from 1.")
    type = models.CharField(max_length=20)
    competency = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=30, choices=STATUSES, default=Status.PENDING.value)
    evidence = models.JSONField(
        default=list, help_text="[{turn, start, end, quote, point}], in the answer that counts."
    )
    missing = models.JSONField(default=list, help_text="Expected points that were not heard.")
    anchor_level = models.CharField(max_length=10, choices=LEVELS, blank=True)
    score = models.DecimalField(max_digits=3, decimal_places=1, null=True, help_text="0-10")
    confidence = models.FloatField(null=True, help_text="The engine's own, 0-1.")
    spread = models.DecimalField(max_digits=3, decimal_places=1, null=True, help_text="Highest less lowest sample.")
    asr_confidence = models.FloatField(null=True, help_text="Of speech recognition, 0-1; null for typed answers.")
    flags = models.JSONField(default=list, help_text="Values of rubric.Flag.")
    flag_evidence = models.JSONField(default=dict, help_text="{flag: [{turn, start, end, quote}]}")
    feedback = models.TextField(blank=True)
    held_because = models.JSONField(
        db_default=Value([], models.JSONField()), default=list, help_text="Values of rubric.Hold."
    )
    coverage = models.DecimalField(
        max_digits=3, decimal_places=1, null=True, help_text="0-10, by the measure that takes no instructions."
    )
    samples = models.JSONField(
        db_default=Value([], models.JSONField()),
        default=list,
        help_text="[{score, anchor_level, sufficient, refused, confidence}], each as the engine gave it.",
    )
    parameters = models.JSONField(
        db_default=Value({}, models.JSONField()), default=dict, help_text="Of each call: temperature, max_tokens ..."
    )
    served_model = models.CharField(
        max_length=150, blank=True, db_default="", help_text="What the server called the model that answered."
    )
    review_outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, db_default="")
    reviewed_score = models.DecimalField(max_digits=3, decimal_places=1, null=True, help_text="0-10, by a person.")
    review_note = models.TextField(blank=True, db_default="")
    reviewed_by_id = models.CharField(max_length=MAX_LENGTH, blank=True, db_default="")
    reviewed_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=50, blank=True)
    model = models.CharField(max_length=150, blank=True)
    prompt_version = models.PositiveIntegerField(null=True)
    prompt_sha256 = models.CharField(max_length=64, blank=True)
    rubric_version = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=100, blank=True, help_text="Code of the last failure of an engine.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "question_key"], name="one_score_per_question"),
            models.CheckConstraint(
                condition=Q(status__in=NUMBERED, score__gte=0, score__lte=10)
                | (~Q(status__in=NUMBERED) & Q(score=None)),
                name="a_number_only_where_judged",
            ),
        ]

    def __str__(self) -> str:
        return self.id
