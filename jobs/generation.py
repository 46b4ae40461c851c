"""Questions from a job description: request -> ask the model (outside any transaction) -> store."""

from collections.abc import Iterable

import structlog
from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from jobs import own_questions
from jobs.authoring import locked
from jobs.events import questions_ready
from jobs.generated_questions import (
    QUESTIONS_MAX,
    QUESTIONS_MIN,
    GeneratedQuestion,
    GeneratedQuestions,
    UnusableQuestions,
)
from jobs.models import GenerationMode, GenerationStatus, JobDescription
from jobs.regeneration import is_bare, kept_questions, replace
from organizations.budgets import daily
from organizations.budgets.daily import BudgetSpent
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe
from organizations.tenancy import current_organization
from organizations.usage.ai import ai, prompt
from providers.addressing import is_addressed, without_addressed
from providers.errors import BadCredentials, InvalidOutput, ModelIntegrityError, ProviderError
from providers.text.invisible import strip_invisible

TRIES = 3

PENDING = GenerationStatus.PENDING
log = structlog.get_logger(__name__)
REQUEST_FIELDS = [f"generation_{name}" for name in ("mode", "requested_at", "status", "error")]


def request(job: JobDescription, mode: GenerationMode) -> None:
    """Raises Conflict while an earlier request is being carried out, or when there is nothing left to write, and
    BudgetSpent."""
    daily.require(daily.TOKENS)
    with locked(job.pk) as fresh:
        if fresh.generation_status == PENDING:
            raise Conflict("The questions are being written already.")
        own_questions.place(fresh)
        fresh.generation_mode, fresh.generation_requested_at = mode, timezone.now()
        kept = kept_questions(fresh)
        if len(kept) >= QUESTIONS_MAX and not any(is_bare(question) for question in kept):
            raise Conflict(f"All {len(kept)} questions are your own or edited, so none would be written.")
        fresh.generation_status, fresh.generation_error = PENDING, ""
        fresh.save(update_fields=REQUEST_FIELDS)
        owe("generate_questions", fresh.pk)


def carry_out(piece: Piece) -> None:
    """Does nothing when they are stored already."""
    job = JobDescription.objects.filter(pk=piece.row_id, generation_status=PENDING).first()
    if job is None:
        return
    try:
        generated, engine = ask(job)
        store(piece, generated, engine)
    except (ProviderError, UnusableQuestions, BudgetSpent) as error:
        settle(piece, GenerationStatus.FAILED, generation_error=sentence(error))


def ask(job: JobDescription) -> tuple[GeneratedQuestions, str]:
    """The model's questions, and the name of the engine that wrote them. Raises ProviderError."""
    context = {
        "job": {
            "title": job.title,
            "description": without_addressed(strip_invisible(job.description)),
            "industry": job.industry,
            "difficulty": job.difficulty,
        },
        "own_questions": [question.text for question in kept_questions(job)][:QUESTIONS_MAX],
        "count_min": QUESTIONS_MIN,
        "count_max": QUESTIONS_MAX,
    }
    model = ai("generate_questions").llm(current_organization().tier)
    generation = model.generate(prompt("generate_questions"), context, output=GeneratedQuestions)
    return without_orders(generation.data), generation.provider


def without_orders(generated: GeneratedQuestions) -> GeneratedQuestions:
    """A description may have told the model what to write for whoever scores."""
    kept = [question for question in generated.questions if not any(map(is_addressed, texts_of(question)))]
    return generated.model_copy(update={"questions": kept})


def texts_of(question: GeneratedQuestion) -> Iterable[str]:
    anchors = question.anchors
    return question.text, question.probe, *question.expected_points, anchors.low, anchors.middle, anchors.high


def store(piece: Piece, generated: GeneratedQuestions, engine: str) -> None:
    """Raises UnusableQuestions, or LeaseLost, with nothing stored."""
    with locked(piece.row_id) as job:
        settle(piece, GenerationStatus.READY, generated_at=timezone.now(), generated_by=engine)
        replace(job, generated)
        questions_ready.send(sender=JobDescription, job=job)


@transaction.atomic
def settle(piece: Piece, status: GenerationStatus, **changes: object) -> None:
    JobDescription.objects.filter(pk=piece.row_id, generation_status=PENDING).update(
        generation_status=status, **changes
    )
    piece.done()


def give_up(piece: Piece) -> None:
    """Providers' errors end a request at once; here each worker died, or failed in a way nobody foresaw."""
    log.error("question_generation_given_up", job_id=piece.row_id, attempt=piece.tries)
    error = f"The questions could not be written in {TRIES} tries. Please try again."
    settle(piece, GenerationStatus.FAILED, generation_error=error)


def unwritten() -> Iterable[tuple[str, str]]:
    """(job, "")"""
    pending = JobDescription.objects.filter(generation_status=PENDING)
    return ((job_id, "") for job_id in pending.values_list("pk", flat=True))


def sentence(error: ProviderError | UnusableQuestions | BudgetSpent) -> str:
    """What the recruiter is told. A vendor's own words never get this far: they may quote the job description."""
    match error:
        case UnusableQuestions() | BudgetSpent():
            return str(error)
        case BadCredentials():
            return "The language model refused the key of this installation. Please tell its administrator."
        case ModelIntegrityError():
            return "A model file of this installation is damaged. Please tell its administrator."
        case InvalidOutput():
            return "The language model's answer could not be used. Please try again."
        case _:
            return "The language model did not answer. Please try again in a moment."
