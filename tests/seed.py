"""Organizations with a job and open interviews. `python -m tests.seed` makes them where only a stack's own database is.

python -m tests.seed --organizations 2 --interviews 5 --questions 3     prints [Seeded] as JSON
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from organizations.models import Organization


@dataclass(frozen=True)
class Seeded:
    """One interview. `schema` is its organization's."""

    organization_id: str
    schema: str
    interview_id: str
    link: str


def read(text: str) -> list[Seeded]:
    return [Seeded(**row) for row in json.loads(text)]


def seed_interviews(organization: "Organization", count: int, *, questions: int = 3) -> list[Seeded]:
    """As many interviews of one new job with that many questions (ten at most)."""
    from interviews.scheduling import invitations
    from organizations.tenancy import organization_schema

    with organization_schema(organization):
        job = _job(questions)
        made = [invitations.create_interview(job, candidate_name=f"Candidate {number}") for number in range(count)]
    return [
        Seeded(organization.id, organization.schema_name, interview.id, invitations.link(token))
        for interview, token in made
    ]


def _job(questions: int):  # type: ignore[no-untyped-def]  # models are not to be had before django.setup()
    from jobs.authoring import add_question, create_job
    from jobs.models import JobDescription, Question
    from providers.scripted.questions import ANCHORS, POINTS, PROBE, SUBJECTS

    job = create_job(JobDescription(title="Backend Developer", description="Builds services."), created_by_id="")
    anchors = {f"anchor_{level}": text for level, text in ANCHORS.items()}
    for kind, competency, text in SUBJECTS[:questions]:
        add_question(
            Question(
                job=job, text=text, type=kind, competency=competency, expected_points=POINTS, probe=PROBE, **anchors
            )
        )
    return job


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    for name, default in (("organizations", 1), ("interviews", 1), ("questions", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    wanted = parser.parse_args(arguments)
    django.setup()
    from tests.factories import make_organization

    rows = [
        asdict(row)
        for number in range(wanted.organizations)
        for row in seed_interviews(make_organization(f"Seeded {number}"), wanted.interviews, questions=wanted.questions)
    ]
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
