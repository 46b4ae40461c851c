from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from interviews.access import token_hash
from interviews.models import Candidate
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.interviews.staff_pages import address, interviews, links, send
from tests.jobs.factories import make_job
from tests.jobs.staff.test_job_pages import AWKWARD


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "recruiter")


def test_several_candidates_get_a_link_each_which_is_shown_once_and_stored_as_a_hash(
    acme: Organization, browser: Client
) -> None:
    job = make_job(acme, questions=2)
    page = send(browser, acme, job.pk, "First One <first@example.com>\r\n\r\nSecond One\r\n")
    told, stored = links(page), interviews(acme)
    assert [(each.candidate.name, each.candidate.email) for each in stored] == [
        ("First One", "first@example.com"),
        ("Second One", ""),
    ]
    tokens = [urlsplit(link).path.split("/")[2] for link in told]
    assert [each.token_hash for each in stored] == [token_hash(token) for token in tokens]
    assert "no-store" in page["Cache-Control"]
    for path in ("", f"{stored[0].pk}/"):
        assert tokens[0] not in browser.get(address(acme, path)).content.decode()


def test_a_link_that_was_told_opens_its_interview(acme: Organization, browser: Client) -> None:
    page = send(browser, acme, make_job(acme, questions=1).pk, "First One")
    assert Client().get(urlsplit(links(page)[0]).path).status_code == 200


def test_the_chosen_time_is_how_long_the_links_work(acme: Organization, browser: Client) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "First One", expires_in_days="3")
    left = interviews(acme)[0].expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_each_wrong_line_is_named_and_nobody_is_invited(acme: Organization, browser: Client) -> None:
    lines = [
        "Good Person <good@example.com>",
        "Broken Address <broken@>",
        "<nameless@example.com>",
        "only@example.com",
        "Two <a@example.com> <b@example.com>",
        "Again <GOOD@example.com>",
        "x" * 10_000,
        "Unclosed <a@example.com",
    ]
    page = send(browser, acme, make_job(acme, questions=1).pk, "\n".join(lines))
    errors = page.context["form"].errors["candidates"]
    assert [error.split(":")[0] for error in errors] == [f"Line {number}" for number in (2, 3, 4, 5, 6, 7, 8)]
    assert "10,000 characters" in errors[5]
    assert lines[6] in page.content.decode()
    assert interviews(acme) == []
    with organization_schema(acme):
        assert not Candidate.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "\n".join(f"Candidate {n}" for n in range(101))])
def test_nobody_or_too_many_at_once_is_refused(acme: Organization, browser: Client, text: str) -> None:
    page = send(browser, acme, make_job(acme, questions=1).pk, text)
    assert page.context["form"].errors["candidates"]
    assert interviews(acme) == []


@pytest.mark.parametrize("name", [text.replace("<", "").replace(">", "") for text in AWKWARD])
def test_a_candidates_name_may_be_anything_that_can_be_written(acme: Organization, browser: Client, name: str) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, name)
    without_bidi_controls = name.replace("\u202e", "").replace("\u202c", "")
    assert [each.candidate.name for each in interviews(acme)] == [without_bidi_controls]
    assert browser.get(address(acme)).status_code == 200


def test_the_same_form_sent_twice_creates_its_interviews_once(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=1)
    form = browser.get(address(acme, "new/")).context["form"]
    submission = form["submission"].value()
    send(browser, acme, job.pk, "First One", submission=submission)
    again = send(browser, acme, job.pk, "First One", submission=submission)
    assert "exist already" in again.content.decode()
    assert len(interviews(acme)) == 1


def test_a_job_without_questions_cannot_get_an_interview_and_the_form_can_be_sent_again(
    acme: Organization, browser: Client
) -> None:
    job = make_job(acme)
    submission = browser.get(address(acme, "new/")).context["form"]["submission"].value()
    for _ in range(2):
        page = send(browser, acme, job.pk, "First One", submission=submission)
        assert "This job has no questions yet. Generate or add some first." in page.content.decode()
        assert "First One" in page.content.decode()
    with organization_schema(acme):
        assert not Candidate.objects.exists()


def test_an_archived_or_foreign_job_cannot_get_an_interview(
    acme: Organization, globex: Organization, browser: Client
) -> None:
    archived, foreign = make_job(acme, questions=1), make_job(globex, questions=1)
    browser.post(f"/o/{acme.slug}/jobs/{archived.pk}/archive/")
    for job in (archived, foreign):
        page = send(browser, acme, job.pk, "First One")
        assert page.context["form"].errors["job"] == ["This job is archived or gone."]
    assert interviews(acme) == []


def test_text_that_no_database_stores_is_refused_by_the_form(acme: Organization, browser: Client) -> None:
    assert send(browser, acme, "job\0", "First One").context["form"].errors["job"]
    assert send(browser, acme, make_job(acme, questions=1).pk, "First\0One").context["form"].errors["candidates"]
    assert interviews(acme) == []


def test_a_new_link_ends_the_old_one(acme: Organization, browser: Client) -> None:
    old = links(send(browser, acme, make_job(acme, questions=1).pk, "First One"))[0]
    interview = interviews(acme)[0]
    assert browser.get(address(acme, f"{interview.pk}/link/")).status_code == 200
    assert Client().get(urlsplit(old).path).status_code == 200
    new = links(browser.post(address(acme, f"{interview.pk}/link/")))[0]
    assert Client().get(urlsplit(old).path).status_code == 404
    assert Client().get(urlsplit(new).path).status_code == 200


def test_a_cancelled_interview_opens_no_longer_and_gets_no_new_link(acme: Organization, browser: Client) -> None:
    link = links(send(browser, acme, make_job(acme, questions=1).pk, "First One"))[0]
    interview = interviews(acme)[0]
    asked = browser.get(address(acme, f"{interview.pk}/cancel/"))
    assert "Cancel the interview of" in asked.content.decode()
    browser.post(address(acme, f"{interview.pk}/cancel/"))
    assert interviews(acme)[0].status == "cancelled"
    assert Client().get(urlsplit(link).path).status_code == 410
    refused = browser.post(address(acme, f"{interview.pk}/link/"))
    assert refused.status_code == 409
    assert "This interview is over" in refused.content.decode()
    again = browser.post(address(acme, f"{interview.pk}/cancel/"), follow=True)
    assert "nothing to cancel" in again.content.decode()


def test_a_reviewer_invites_nobody(acme: Organization, browser: Client, login: Login) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "First One")
    interview, reviewer = interviews(acme)[0], login(acme, "reviewer")
    for rest in ("new/", f"{interview.pk}/link/", f"{interview.pk}/cancel/"):
        assert reviewer.get(address(acme, rest)).status_code == 403
        assert reviewer.post(address(acme, rest)).status_code == 403
    assert interviews(acme)[0].status == "scheduled"


def test_without_a_job_the_page_leads_to_a_new_one_instead_of_an_empty_choice(
    acme: Organization, browser: Client
) -> None:
    page = browser.get(address(acme, "new/")).content.decode()
    assert f'href="/o/{acme.slug}/jobs/new/"' in page
    assert "<select" not in page
    make_job(acme)
    assert "<select" in browser.get(address(acme, "new/")).content.decode()
