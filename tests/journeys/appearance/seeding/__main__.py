"""`python -m tests.journeys.appearance.seeding`: what the pages show, made where only a stack's own database is.

Prints a `world.World` as JSON.
"""

import json
from dataclasses import asdict

import django


def main() -> None:
    django.setup()
    from celery import current_app

    from tests.journeys.appearance.seeding import interviews, jobs, people, webhooks
    from tests.journeys.appearance.world import World

    current_app.conf.task_always_eager = True  # All is done when this ends, and stays as it is.
    organizations = people.organizations()
    sessions = people.sessions()
    values = people.values(organizations)
    busy = organizations["owner"]
    seeded_jobs = jobs.seed(busy)
    jobs.seed_new(organizations)
    values |= {name: job.pk for name, job in seeded_jobs.items()}
    values |= jobs.question_of(busy, seeded_jobs["job_id"])
    values |= interviews.seed(busy, seeded_jobs)
    values |= interviews.seed_broken(organizations["unlucky"])
    interviews.seed_audited(organizations["auditor"])
    values |= webhooks.seed(busy, values["interview_id"])
    slugs = {who: organization.slug for who, organization in organizations.items()}
    print(json.dumps(asdict(World(sessions, slugs, values))))


if __name__ == "__main__":
    main()
