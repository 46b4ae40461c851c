"""Pages hold every row once, whichever way they are turned, also where many rows are of one moment."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from interviews.models import Candidate, Interview
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.parent_platform import Platform, read
from webhooks.models import Delivery, Endpoint, Event

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 51
MOMENT = timezone.now() - timedelta(days=1)


def jobs() -> Iterable[Any]:
    return [JobDescription(title=f"Job {number}") for number in range(COUNT)]


def interviews() -> Iterable[Any]:
    job = JobDescription.objects.create(title="Job")
    expires_at = timezone.now() + timedelta(days=1)
    return [
        Interview(
            job=job,
            candidate=Candidate.objects.create(name="Jane"),
            expires_at=expires_at,
            token_hash=f"{number:064}",
            time_budget_s=1800,
            turn_budget=36,
        )
        for number in range(COUNT)
    ]


def endpoints() -> Iterable[Any]:
    return [Endpoint(url="https://platform.example.com/", secret="x") for _ in range(COUNT)]


def events() -> Iterable[Any]:
    return [Event(type="ping", payload="{}") for _ in range(COUNT)]


def deliveries() -> Iterable[Any]:
    [endpoint] = Endpoint.objects.bulk_create([Endpoint(url="https://platform.example.com/", secret="x")])
    return [Delivery(event=event, endpoint=endpoint) for event in Event.objects.bulk_create(events())]


LISTS: dict[str, tuple[type[Any], Callable[[], Iterable[Any]], str]] = {
    "job-descriptions": (JobDescription, jobs, "job_description_id"),
    "interviews": (Interview, interviews, "interview_id"),
    "webhook-endpoints": (Endpoint, endpoints, "id"),
    "events": (Event, events, "id"),
    "deliveries": (Delivery, deliveries, "id"),
}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("moments", [1, 2, 7])
def test_going_back_shows_what_going_on_showed(acme: Organization, path: str, moments: int) -> None:
    model, rows, name = LISTS[path]
    column = "occurred_at" if model is Event else "created_at"
    with organization_schema(acme):
        made = model.objects.bulk_create(rows())
        for number, row in enumerate(made):
            at = MOMENT + timedelta(microseconds=number % moments)
            model.objects.filter(pk=row.pk).update(**{column: at})
        order = list(model.objects.filter(pk__in=[row.pk for row in made]).order_by(f"-{column}", "-id"))
    platform, expected = Platform.of(acme), [row.pk for row in order]
    shown, last = pages(platform, f"{path}?limit=10", "next")
    assert [each[name] for page in shown for each in page] == expected
    back, first = pages(platform, last["previous"], "previous")
    assert [each[name] for page in reversed(back) for each in page] == expected[:50]
    assert first["previous"] is None
    again, _ = pages(platform, first["next"], "next")
    assert [each[name] for page in again for each in page] == expected[len(first["results"]) :]


def pages(platform: Platform, path: str, way: str) -> tuple[list[list[dict[str, Any]]], dict[str, Any]]:
    page = read(platform.get(path))
    found = [page["results"]]
    while page[way]:
        page = read(platform.get(page[way]))
        found.append(page["results"])
    return found, page


def test_a_page_whose_rows_have_gone_leads_to_the_start(acme: Organization) -> None:
    platform = Platform.of(acme)
    with organization_schema(acme):
        JobDescription.objects.bulk_create(jobs())
    first = read(platform.get("job-descriptions?limit=50"))
    rest = read(platform.get(first["next"]))
    with organization_schema(acme):
        ids = {each["job_description_id"] for each in first["results"]}
        JobDescription.objects.exclude(pk__in=ids).delete()
    gone = read(platform.get(first["next"]))
    assert (gone["results"], gone["next"]) == ([], None)
    assert read(platform.get(gone["previous"]))["results"] == first["results"]
    with organization_schema(acme):
        JobDescription.objects.filter(pk__in=ids).delete()
    assert read(platform.get(rest["previous"]))["results"] == []
