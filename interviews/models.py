"""What is stored of an interview. Each step is a row here before anybody hears of it."""

from functools import partial

from django.db import models
from django.db.models import Value
from django.utils.functional import cached_property

from interviewai.kernel.errors import NotReady
from interviewai.kernel.ids import MAX_LENGTH, new_id
from interviews.attached import InvitationMail as InvitationMail
from interviews.attached import SandboxRun as SandboxRun
from interviews.attached import SelfIdentification as SelfIdentification
from interviews.plan import Plan

new_plan_id = partial(new_id, "pln")
new_candidate_id = partial(new_id, "cand")
new_interview_id = partial(new_id, "int")
new_turn_id = partial(new_id, "trn")
new_segment_id = partial(new_id, "seg")


class InterviewPlan(models.Model):
    """The questions of a job, frozen: what every candidate of this version hears, word for word."""

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_plan_id, editable=False)
    job = models.ForeignKey("jobs.JobDescription", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(fields=["job", "sha256"], name="one_plan_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id} v{self.version}"

    @cached_property
    def plan(self) -> Plan:
        return Plan.model_validate(self.content)


class Candidate(models.Model):
    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_candidate_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.id


class Interview(models.Model):
    class Status(models.TextChoices):
        SCHEDULED = "scheduled"
        IN_PROGRESS = "in_progress"
        COMPLETED = "completed"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    class EndReason(models.TextChoices):
        FINISHED = "finished", "all questions were asked"
        TIME_BUDGET = "time_budget", "the time was used up"
        TURN_BUDGET = "turn_budget", "the turns were used up"
        CANDIDATE_ENDED = "candidate_ended", "the candidate ended it"
        ABANDONED = "abandoned", "the candidate did not come back"
        TECHNICAL_FAILURE = "technical_failure", "we could not go on"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_interview_id, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="interview")
    job = models.ForeignKey("jobs.JobDescription", on_delete=models.PROTECT, related_name="interviews")
    plan = models.ForeignKey(
        InterviewPlan,
        null=True,
        on_delete=models.PROTECT,
        related_name="interviews",
        help_text="Null while the questions of a scheduled job are still being written.",
    )
    livemode = models.BooleanField(default=True)
    metadata = models.JSONField(default=dict, help_text="The parent platform's own: {text: text}.")
    redirect_url = models.CharField(max_length=2000, blank=True, help_text="Where the last page leads.")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.SCHEDULED)
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = models.TextField(
        blank=True, help_text="Only while somebody has to be told: a mail to be sent, the sandbox's candidate."
    )
    expires_at = models.DateTimeField()
    language = models.CharField(max_length=20, default="en")
    tier = models.CharField(max_length=20, default="essential")
    consented_at = models.DateTimeField(null=True)
    consent_version = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField(null=True, help_text="When the first scored question was asked.")
    start_announced_at = models.DateTimeField(null=True, help_text="When `interview.started` was published.")
    completed_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    time_budget_s = models.PositiveIntegerField()
    turn_budget = models.PositiveIntegerField()
    max_follow_ups = models.PositiveSmallIntegerField(default=2)
    review_until = models.DateTimeField(
        null=True, help_text="Set once the asking is over: transcripts can be corrected until then."
    )
    last_seen_at = models.DateTimeField(null=True)
    away_s = models.PositiveIntegerField(default=0, help_text="Without a connection: not taken from the time budget.")
    connection_id = models.CharField(
        max_length=64, blank=True, help_text="The tab that holds the interview; the newest wins."
    )
    pages = models.JSONField(default=list, help_text="The tabs that have held it, in the order of their coming.")
    # What was spent of the budgets (interviews/budgets.py).
    stored_bytes = models.PositiveBigIntegerField(db_default=0)
    stored_segments = models.PositiveIntegerField(db_default=0)
    heard_ms = models.PositiveIntegerField(db_default=0, help_text="As decoded, whatever their pages said of them.")
    practice_repeats = models.PositiveIntegerField(db_default=0)
    written_characters = models.PositiveIntegerField(db_default=0, help_text="Typed and corrected.")
    model_tokens = models.PositiveBigIntegerField(db_default=0, help_text="Of deciding on follow-ups.")
    spoken_characters = models.PositiveBigIntegerField(db_default=0, help_text="Of follow-ups, synthesized.")
    asked_again = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        help_text="Keys of the questions that were lost by our fault and are asked once more; all others stand.",
    )
    times_asked_again = models.PositiveSmallIntegerField(db_default=0)
    created_by_id = models.CharField(max_length=MAX_LENGTH, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["job", "-created_at"], name="interviews_of_job"),
            models.Index(fields=["status", "-created_at"], name="interviews_by_status"),
            models.Index(fields=["livemode", "-created_at"], name="interviews_by_mode"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def frozen_plan(self) -> Plan:
        """Raises NotReady while the questions are still being written."""
        if self.plan is None:
            raise NotReady("The questions of this interview are still being written. Please come back in a minute.")
        return self.plan.plan

    @property
    def to_ask(self) -> Plan:
        """The whole plan, or what of it is asked again. Raises NotReady."""
        return self.frozen_plan.only(self.asked_again) if self.asked_again else self.frozen_plan

    @property
    def is_asked_again(self) -> bool:
        """It was completed, and is open once more; what came of it stands until it is completed again."""
        return bool(self.asked_again) and self.status in (self.Status.SCHEDULED, self.Status.IN_PROGRESS)

    @property
    def title(self) -> str:
        """Of the job, as it was when the questions were frozen."""
        return self.plan.plan.title if self.plan else self.job.title

    @property
    def is_over(self) -> bool:
        """Nothing more is asked: for its candidate it is finished."""
        return self.status == self.Status.COMPLETED or self.in_review

    @property
    def in_review(self) -> bool:
        return self.status == self.Status.IN_PROGRESS and self.review_until is not None


class Turn(models.Model):
    """One utterance of the interviewer and the candidate's answer to it."""

    class Kind(models.TextChoices):
        PRACTICE = "practice"
        MAIN = "main"
        FOLLOW_UP = "follow_up"
        RETRY = "retry", "asked to repeat"

    class Status(models.TextChoices):
        ASKED = "asked"
        ANSWERED = "answered"
        DONE = "done"

    class SpeechStatus(models.TextChoices):
        NONE = "none"
        READY = "ready"
        FAILED = "failed"

    class AnswerMode(models.TextChoices):
        SPEECH = "speech"
        TYPED = "typed"

    class EndReason(models.TextChoices):
        CANDIDATE = "candidate", "the candidate was done"
        TYPED = "typed", "the answer was typed"
        TIME_BOX = "time_box", "the time for the answer was over"
        INTERVIEW_ENDED = "interview_ended", "the interview ended"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_turn_id, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField(
        help_text="0 is the practice turn of the first try; scored turns follow."
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    question_key = models.CharField(max_length=20, blank=True)
    text = models.TextField(help_text="What the interviewer says.")
    speech = models.JSONField(default=list, help_text="[{key, content_type, duration_ms}], one a sentence.")
    speech_status = models.CharField(max_length=10, choices=SpeechStatus.choices, default=SpeechStatus.NONE)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, help_text="When the question had been heard and the time box began.")
    deadline_at = models.DateTimeField(null=True)
    moments_used = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    answer_mode = models.CharField(max_length=10, choices=AnswerMode.choices, default=AnswerMode.SPEECH)
    segments_expected = models.PositiveIntegerField(default=0)
    typed_text = models.TextField(blank=True)
    transcript = models.TextField(blank=True, help_text="What the machine heard.")
    transcript_confidence = models.FloatField(null=True)
    heard_ms = models.PositiveIntegerField(db_default=0, help_text="Of its recording, as decoded.")
    corrected_transcript = models.TextField(null=True, help_text="What the candidate says they said.")
    faults = models.JSONField(default=list, help_text="[{port, code}]: what failed on our side. Never lowers a score.")
    decision = models.JSONField(
        default=dict, help_text="{reason, missing_point, notice, withheld}: why this turn is what it is."
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["interview", "position"], name="one_turn_per_position")]

    def __str__(self) -> str:
        return self.id

    @property
    def answer_text(self) -> str:
        """The words that count: corrected by the candidate, or typed, or heard."""
        if self.corrected_transcript is not None:
            return self.corrected_transcript
        return self.typed_text or self.transcript


class Segment(models.Model):
    """A piece of an answer's recording: an audio file of its own, cut at a pause."""

    class Status(models.TextChoices):
        STORED = "stored"
        TRANSCRIBED = "transcribed"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=MAX_LENGTH, default=new_segment_id, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="segments")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="segments")
    sequence = models.PositiveIntegerField(help_text="Where it stands in the answer.")
    moved_from = models.PositiveIntegerField(
        null=True, help_text="The number that its page gave it, where another device's piece stands there."
    )
    page = models.CharField(max_length=64, blank=True, help_text="The tab that recorded it, one of the interview's.")
    storage_key = models.CharField(max_length=300)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.STORED)
    text = models.TextField(blank=True)
    confidence = models.FloatField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Workers that took it and failed at it alive.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["turn", "sequence"], name="one_segment_per_sequence")]

    def __str__(self) -> str:
        return self.id

    @property
    def number(self) -> int:
        """What its page calls it."""
        return self.sequence if self.moved_from is None else self.moved_from


class CachedSpeech(models.Model):
    """Synthesized speech by content: the same words in the same voice are paid for once in an organization."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    chunks = models.JSONField(help_text="[{key, content_type, duration_ms}], one a sentence.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256
