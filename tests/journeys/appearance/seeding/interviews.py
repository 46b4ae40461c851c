"""Interviews in each state that staff and candidates may see them in, with what was said and how it was judged."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from evaluations import rubric
from evaluations.models import Evaluation, Score
from interviews import lifecycle
from interviews.candidate import self_identification
from interviews.models import Interview, Segment, Turn
from interviews.scheduling import invitations
from interviews.self_identification import Identification
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.owed_work.owing import owe
from organizations.tenancy import organization_schema, storage_key
from organizations.usage.models import Port, ProviderCall
from tests.evaluations.bias_audit.people import sixty_six
from tests.evaluations.bias_audit.rows import judged
from tests.evaluations.interviews import GOOD, WEAK, Said, add_turns, make_job, said
from tests.interviews.candidates import ask_self_identification
from tests.journeys.appearance.seeding import judgements
from tests.journeys.appearance.seeding.jobs import FAR, being_written

LOST = [{"port": "recording", "code": "too_large"}, {"port": "stt", "code": "unavailable"}]
ANSWERS: dict[str, list[Said]] = {
    "q1": [
        said(GOOD, decision={"action": "follow_up", "missing_point": "measures again"}, moments_used=1),
        said(WEAK, corrected_transcript=GOOD, faults=LOST, end_reason="candidate"),
    ],
    "q2": [{"typed_text": GOOD, "answer_mode": "typed"}],
    "q3": [{"segments_expected": 1}],
}
AUDIO = bytes(1000)  # Nobody plays it.
METADATA = {"requisition": "R-102", "team": "Logistics"}


def seed(organization: Organization, jobs: dict[str, JobDescription]) -> dict[str, str]:
    """Ids of interviews, and the tokens of the links of those whose candidates look."""
    ask_self_identification(organization)
    with organization_schema(organization):
        made = {**open_ones(jobs), **closed_ones(jobs), **judged_ones(), **weighed_ones(organization)}
        recorded(organization, made["interview_id"][0])
        self_identification.keep(made["waiting"][0], Identification("female", "asian"))
    ids = {name: interview.pk for name, (interview, _) in made.items()}
    return ids | {f"link_{name}": token for name, (_, token) in made.items()}


Made = dict[str, tuple[Interview, str]]


def open_ones(jobs: dict[str, JobDescription]) -> Made:
    job = jobs["job_id"]
    return {
        "scheduled": created(job, "Anna Scheduled", candidate_email="anna@example.com", external_id="applicant-4711"),
        "agreed": agreed(created(job, "Amal Agreed")),
        "preparing": created(in_state_of_writing(), "Berta Preparing", may_wait=True),
        "under_way": begun(agreed(created(job, "Clara Under-Way", metadata=METADATA))),
        "of_test_key": created(jobs["test_job"], "Test Candidate"),
    }


def closed_ones(jobs: dict[str, JobDescription]) -> Made:
    cancelled, expired = created(jobs["job_id"], "Dora Cancelled"), created(jobs["job_id"], "Emma Expired")
    lifecycle.cancel(cancelled[0])
    Interview.objects.filter(pk=expired[0].pk).update(status="expired", expires_at=timezone.now() - timedelta(days=1))
    return {"cancelled": cancelled, "expired": expired}


def judged_ones() -> Made:
    job = make_job()
    done = completed(created(job, "Fatima Judged", redirect_url="https://platform.example.com/done", metadata=METADATA))
    judge(done[0])
    waiting = completed(created(job, "Greta Waiting"))
    Evaluation.objects.filter(interview=waiting[0]).update(status="pending", recommendation="")
    Score.objects.filter(evaluation__interview=waiting[0]).update(status="pending", score=None)
    for score in Score.objects.filter(evaluation__interview=waiting[0]):
        owe("score_answer", score.id, due_at=timezone.now() + FAR)
    return {"interview_id": done, "waiting": waiting}


def weighed_ones(organization: Organization) -> Made:
    job = make_job(judgements.PLAN, "Database developer, senior")
    weighed = completed(created(job, "Ines Weighed"), judgements.ANSWERS)
    judgements.judge(weighed[0], judgements.every_way(organization))
    tied = completed(created(job, "Jana Tied"), judgements.ANSWERS)
    judgements.judge(tied[0], judgements.a_tie())
    return {"weighed": weighed, "tied": tied}


def created(job: JobDescription, name: str, **more: object) -> tuple[Interview, str]:
    return invitations.create_interview(job, candidate_name=name, created_by_id="usr_seed", **more)  # type: ignore[arg-type]


def in_state_of_writing() -> JobDescription:
    return being_written("Astronaut")


def agreed(made: tuple[Interview, str]) -> tuple[Interview, str]:
    lifecycle.consent(made[0])
    return made


def begun(made: tuple[Interview, str]) -> tuple[Interview, str]:
    lifecycle.begin(made[0])
    return made


def completed(made: tuple[Interview, str], answers: Mapping[str, Sequence[Said]] = ANSWERS) -> tuple[Interview, str]:
    interview = begun(agreed(made))[0]
    lifecycle.start_clock(interview)
    add_turns(interview, answers)
    lifecycle.enter_review(interview, Interview.EndReason.FINISHED)
    lifecycle.complete(interview)
    interview.refresh_from_db()
    return interview, made[1]


def judge(interview: Interview) -> None:
    """On top of what was scored already: a flag of each kind, and a failure that can be mended."""
    evaluation = Evaluation.objects.get(interview=interview)
    first, _, last = evaluation.scores.all()
    flags = [flag.value for flag in rubric.Flag]
    quote = {"turn": 1, "start": 0, "end": 27, "quote": GOOD[:27]}
    Score.objects.filter(pk=first.pk).update(
        flags=flags,
        flag_evidence={flags[0]: [quote]},
        missing=["measures again"],
        spread=Decimal("2.5"),
        feedback="Names the plan and measures.",
    )
    Score.objects.filter(pk=last.pk).update(status="technical_failure", score=None, error="unavailable")
    finding = {"text": "How do you find out why a query is slow?", "question_key": "q1", "evidence": [quote]}
    Evaluation.objects.filter(pk=evaluation.pk).update(
        strengths=[finding], weaknesses=[finding], red_flags=[finding | {"flag": flags[0]}]
    )


def recorded(organization: Organization, interview: Interview) -> None:
    """Two pieces of the first answer, and what the engines took for it."""
    turn = Turn.objects.get(interview=interview, position=1)
    for sequence, status in enumerate(("transcribed", "failed")):
        name = storage_key(organization, "recordings", interview.pk, f"{sequence:04}")
        Segment.objects.create(
            interview=interview,
            turn=turn,
            sequence=sequence,
            storage_key=default_storage.save(name, ContentFile(AUDIO)),
            content_type="audio/wav",
            size_bytes=len(AUDIO),
            duration_ms=900,
            sha256="0" * 64,
            status=status,
        )
    for port, status in ((Port.STT, "ok"), (Port.LLM, "unavailable")):
        ProviderCall.objects.create(
            port=port,
            provider="scripted",
            model="a-model-with-a-long-name-2026-11",
            purpose="transcribe",
            interview_id=interview.pk,
            status=status,
            ttfb_ms=120 if status == "ok" else None,
            total_ms=480,
            units=12.5,
            unit_name="seconds",
            cost_micros=125,
        )


def seed_audited(organization: Organization) -> None:
    """Enough evaluations to count."""
    ask_self_identification(organization)
    judged(organization, sixty_six())


def seed_broken(organization: Organization) -> dict[str, str]:
    """An interview whose page fails: what it reads is gone."""
    with organization_schema(organization):
        interview, _ = created(make_job(), "Hanna Unlucky")
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'DROP TABLE "{organization.schema_name}".usage_providercall CASCADE')
    return {"broken_interview": interview.pk}
