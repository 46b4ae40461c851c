"""Questions from a job description: request -> claim -> ask the model (outside any transaction) -> store.

Each step is one conditional update, so a request that is carried out twice stores its questions once,
and a worker that died leaves a claim that another may take over after LEASE.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from jobs import own_questions
from jobs.authoring import locked
from jobs.events import questions_ready
from jobs.generated_questions import QUESTIONS_MAX, QUESTIONS_MIN, GeneratedQuestions, UnusableQuestions
from jobs.models import GenerationMode, GenerationStatus, JobDescription
from jobs.regeneration import is_bare, kept_questions, replace
from organizations.tenancy import current_organization
from organizations.usage.ai import ai, prompt
from providers.errors import BadCredentials, InvalidOutput, ModelIntegrityError, ProviderError

LEASE = timedelta(seconds=180)
PATIENCE = timedelta(seconds=60)
ATTEMPTS_MAX = 3

PENDING = GenerationStatus.PENDING
log = structlog.get_logger(__name__)
REQUEST_FIELDS = [
    f"generation_{name}" for name in ("mode", "requested_at", "status", "error", "claimed_at", "attempts")
]


@dataclass(frozen=True)
class Claim:
    job: JobDescription
    claimed_at: datetime


def request(job: JobDescription, mode: GenerationMode) -> None:
    """Raises Conflict while an earlier request is being carried out, or when there is nothing left to write."""
    with locked(job.pk) as fresh:
        if fresh.generation_status == PENDING:
            raise Conflict("The questions are being written already.")
        own_questions.place(fresh)
        fresh.generation_mode, fresh.generation_requested_at = mode, timezone.now()
        kept = kept_questions(fresh)
        if len(kept) >= QUESTIONS_MAX and not any(is_bare(question) for question in kept):
            raise Conflict(f"All {len(kept)} questions are your own or edited, so none would be written.")
        fresh.generation_status, fresh.generation_error = PENDING, ""
        fresh.generation_claimed_at, fresh.generation_attempts = None, 0
        fresh.save(update_fields=REQUEST_FIELDS)


def carry_out(job_id: str) -> bool:
    """False when there was nothing to do: stored already, or in the hands of another worker."""
    claimed = claim(job_id)
    if claimed is None:
        return False
    try:
        generated, engine = ask(claimed.job)
        return store(claimed, generated, engine)
    except (ProviderError, UnusableQuestions) as error:
        return settle(claimed, GenerationStatus.FAILED, generation_error=sentence(error))


def claim(job_id: str) -> Claim | None:
    now = timezone.now()
    free = Q(generation_claimed_at=None) | Q(generation_claimed_at__lt=now - LEASE)
    claimed = JobDescription.objects.filter(
        free, pk=job_id, generation_status=PENDING, generation_attempts__lt=ATTEMPTS_MAX
    ).update(generation_claimed_at=now, generation_attempts=F("generation_attempts") + 1)
    return Claim(JobDescription.objects.get(pk=job_id), now) if claimed else None


def ask(job: JobDescription) -> tuple[GeneratedQuestions, str]:
    """The model's questions, and the name of the engine that wrote them. Raises ProviderError."""
    context = {
        "job": {
            "title": job.title,
            "description": job.description,
            "industry": job.industry,
            "difficulty": job.difficulty,
        },
        "own_questions": [question.text for question in kept_questions(job)][:QUESTIONS_MAX],
        "count_min": QUESTIONS_MIN,
        "count_max": QUESTIONS_MAX,
    }
    model = ai("generate_questions").llm(current_organization().tier)
    generation = model.generate(prompt("generate_questions"), context, output=GeneratedQuestions)
    return generation.data, generation.provider


def store(claimed: Claim, generated: GeneratedQuestions, engine: str) -> bool:
    """False when the request was settled by another worker meanwhile. Raises UnusableQuestions."""
    with locked(claimed.job.pk) as job:
        if not settle(claimed, GenerationStatus.READY, generated_at=timezone.now(), generated_by=engine):
            return False
        replace(job, generated)
        questions_ready.send(sender=JobDescription, job=job)
        return True


def settle(claimed: Claim, status: GenerationStatus, **changes: object) -> bool:
    return bool(
        JobDescription.objects.filter(
            pk=claimed.job.pk, generation_status=PENDING, generation_claimed_at=claimed.claimed_at
        ).update(generation_status=status, **changes)
    )


def stalled(now: datetime) -> QuerySet[JobDescription]:
    """Requests that no worker took, or whose worker has gone."""
    unclaimed = Q(generation_claimed_at=None, generation_requested_at__lt=now - PATIENCE)
    abandoned = Q(generation_claimed_at__lt=now - LEASE)
    return JobDescription.objects.filter(unclaimed | abandoned, generation_status=PENDING)


def give_up(now: datetime) -> int:
    """How many. Providers' errors end a request at once; here each worker died, or failed in a way nobody foresaw."""
    given_up = (
        stalled(now)
        .filter(generation_attempts__gte=ATTEMPTS_MAX)
        .update(
            generation_status=GenerationStatus.FAILED,
            generation_error=f"The questions could not be written in {ATTEMPTS_MAX} tries. Please try again.",
        )
    )
    if given_up:
        log.error("question_generation_given_up", jobs=given_up)
    return given_up


def sentence(error: ProviderError | UnusableQuestions) -> str:
    """What the recruiter is told. A vendor's own words never get this far: they may quote the job description."""
    match error:
        case UnusableQuestions():
            return str(error)
        case BadCredentials():
            return "The language model refused the key of this installation. Please tell its administrator."
        case ModelIntegrityError():
            return "A model file of this installation is damaged. Please tell its administrator."
        case InvalidOutput():
            return "The language model's answer could not be used. Please try again."
        case _:
            return "The language model did not answer. Please try again in a moment."
