"""Completed interviews, made through the product's own doors; what was said is written as its turns would be."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from evaluations.models import Evaluation, Score
from interviews import lifecycle
from interviews.models import Interview, Turn
from interviews.scheduling.invitations import create_interview
from jobs.models import JobDescription, Question
from organizations.models import Organization
from organizations.owed_work.models import OwedWork
from organizations.tenancy import organization_schema
from tests.owed_work import work

GOOD = (
    "I read the query plan first and look for sequential scans over large tables. Then I add an index that fits the "
    "filter, measure again with realistic data, and keep the change only if the numbers improve."
)
AGREED = (
    "A colleague and I could not agree about the schema. I listened to her reasons first, then I proposed a small test "
    "with real data, we compared both results, and in the end we chose the simpler version."
)
EXPLAINED = (
    "I tell them that an index is like the register at the end of a thick book. Without it you turn every page, with "
    "it you find the page at once, so that customers wait less."
)
WEAK = "I restart the server and hope."
QUESTIONS: list[dict[str, Any]] = [
    {
        "text": "How do you find out why a database query is slow?",
        "type": "technical",
        "competency": "Query tuning",
        "expected_points": ["reads the query plan", "adds a fitting index", "measures again"],
        "anchor_low": "Guesses or restarts things.",
        "anchor_middle": "Looks at the query or adds an index.",
        "anchor_high": "Reads the plan, changes one thing, measures again.",
        "probe": "What would you look at first?",
    },
    {
        "text": "Tell me about a disagreement in your team and how it ended.",
        "type": "behavioral",
        "competency": "Working together",
        "expected_points": ["names the disagreement", "listens to the other side", "says how it ended"],
        "anchor_high": "Listens, proposes a test, accepts the outcome.",
    },
    {
        "text": "How would you explain an index to somebody from sales?",
        "type": "communication",
        "competency": "Explaining",
        "expected_points": ["uses a comparison", "says why it helps"],
        "anchor_high": "A comparison from daily life, and why it matters to them.",
    },
]

Said = Mapping[str, Any]  # Columns of a turn; `transcript` is what was heard.


def make_job(questions: Sequence[Mapping[str, Any]] = QUESTIONS, title: str = "Database developer") -> JobDescription:
    job = JobDescription.objects.create(title=title)
    for position, question in enumerate(questions, 1):
        Question.objects.create(job=job, position=position, **question)
    return job


def said(text: str, **columns: Any) -> Said:
    return {"transcript": text, "transcript_confidence": 0.95, **columns}


def complete_interview(
    organization: Organization,
    answers: Mapping[str, Sequence[Said]],
    *,
    name: str = "Candidate",
    email: str = "candidate@example.com",
    questions: Sequence[Mapping[str, Any]] = QUESTIONS,
    job: JobDescription | None = None,
) -> Interview:
    """`answers`: by question key, the turns in order. The first turn of a question is its main one."""
    with organization_schema(organization):
        interview, _ = create_interview(
            job or make_job(questions), candidate_name=name, candidate_email=email, created_by_id="usr_test"
        )
        lifecycle.begin(interview)
        add_turns(interview, answers)
        lifecycle.enter_review(interview, Interview.EndReason.FINISHED)
        lifecycle.complete(interview)
        interview.refresh_from_db()
        return interview


def add_turns(interview: Interview, answers: Mapping[str, Sequence[Said]]) -> None:
    position = 0
    for key, turns in answers.items():
        for number, columns in enumerate(turns):
            position += 1
            defaults = {
                "kind": Turn.Kind.MAIN if number == 0 else Turn.Kind.FOLLOW_UP,
                "text": interview.frozen_plan.question(key).text,
                "status": Turn.Status.DONE,
                "answered_at": timezone.now(),
            }
            Turn.objects.create(interview=interview, position=position, question_key=key, **{**defaults, **columns})


def score_all(organization: Organization, interview: Interview) -> Evaluation:
    """What the workers do of this interview's work that is due. The others' has not come to its turn."""
    with only(organization_id=organization.id, stream=interview.id):
        work("scoring")
    with organization_schema(organization):
        return Evaluation.objects.get(interview=interview)


@contextmanager
def only(**wanted: str) -> Iterator[None]:
    """Meanwhile all other work of this queue lies where nobody looks."""
    others = OwedWork.objects.filter(queue="scoring").exclude(**wanted)
    ids = list(others.values_list("id", flat=True))
    OwedWork.objects.filter(id__in=ids).update(queue="aside")
    yield
    OwedWork.objects.filter(id__in=ids).update(queue="scoring")


def scores(organization: Organization, interview: Interview) -> dict[str, Score]:
    with organization_schema(organization):
        return {row.question_key: row for row in Score.objects.filter(evaluation__interview=interview)}
