from typing import Any

import pytest
from django.test import Client

from jobs.authoring import QUESTIONS_LIMIT
from jobs.generated_questions import SPOKEN_MAX
from jobs.models import JobDescription
from organizations.models import Organization
from tests.fixtures import Login
from tests.jobs.factories import fresh, get_question, make_job, texts
from tests.jobs.staff.test_job_pages import AWKWARD

HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "recruiter")


def address(organization: Organization, job: JobDescription, rest: str) -> str:
    return f"/o/{organization.slug}/jobs/{job.pk}/questions/{rest}"


def answers(**changes: str) -> dict[str, str]:
    empty = dict.fromkeys(("competency", "points", "anchor_low", "anchor_middle", "anchor_high", "probe"), "")
    return {"text": "Why?", "type": "behavioral"} | empty | changes


def of(organization: Organization, job: JobDescription, number: int, rest: str = "") -> str:
    return address(organization, job, f"{get_question(organization, job, number).pk}/{rest}")


def test_an_added_question_stands_last_and_is_the_organizations_own(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=2)
    browser.post(address(acme, job, "new/"), answers(text="Why  here,\r\nof all places?"))
    assert texts(acme, job) == ["Question 1?", "Question 2?", "Why here, of all places?"]
    assert get_question(acme, job, 3).origin == "own"
    assert fresh(acme, job).custom_questions == "Why here, of all places?"


def test_every_field_of_a_question_can_be_edited(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=1)
    sent = answers(
        text="How do you wash your hands?",
        type="communication",
        competency="Hygiene",
        points="soap\r\n\r\n thirty seconds \r\nsoap",
        anchor_low="low",
        anchor_middle="middle",
        anchor_high="high",
        probe="With what?",
    )
    browser.post(of(acme, job, 1), sent)
    question = get_question(acme, job, 1)
    assert (question.text, question.type, question.competency) == (
        "How do you wash your hands?",
        "communication",
        "Hygiene",
    )
    assert question.expected_points == ["soap", "thirty seconds"]
    assert (question.anchor_low, question.anchor_middle, question.anchor_high) == ("low", "middle", "high")
    assert question.probe == "With what?"
    assert question.edited_at is not None


def test_editing_an_own_question_changes_its_line_as_well(acme: Organization, browser: Client) -> None:
    job = make_job(acme, own="First?\nSecond?")
    browser.post(of(acme, job, 1), answers(text="First, better?"))
    assert fresh(acme, job).custom_questions == "First, better?\nSecond?"


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_is_kept_as_typed_and_shown_as_text(acme: Organization, browser: Client, text: str) -> None:
    job = make_job(acme)
    fields = ("text", "competency", "points", "anchor_low", "anchor_middle", "anchor_high", "probe")
    browser.post(address(acme, job, "new/"), answers(**dict.fromkeys(fields, text)))
    question = get_question(acme, job, 1)
    assert {question.text, question.competency, question.anchor_low, question.probe} == {text}
    assert question.expected_points == [text]
    page = browser.get(f"/o/{acme.slug}/jobs/{job.pk}/")
    assert b"<script>alert" not in page.content
    assert b"<b>bold</b>" not in page.content


def test_ten_thousand_characters_are_refused_with_a_sentence_and_stay_in_the_form(
    acme: Organization, browser: Client
) -> None:
    job, long = make_job(acme, questions=1), "x" * 10_000
    fields = ("text", "competency", "points", "anchor_low", "anchor_middle", "anchor_high", "probe")
    page = browser.post(of(acme, job, 1), answers(**dict.fromkeys(fields, long)))
    assert set(page.context["form"].errors) == set(fields)
    assert "Point 1 has 10,000 characters; at most 300 are possible." in page.content.decode()
    assert page.content.decode().count(long) == len(fields)
    assert texts(acme, job) == ["Question 1?"]


def test_what_is_read_aloud_takes_half_a_minute_at_most_whichever_door_it_comes_by(
    acme: Organization, browser: Client
) -> None:
    job, longest = make_job(acme, questions=1), "x" * SPOKEN_MAX
    for url in (of(acme, job, 1), address(acme, job, "new/")):
        page = browser.post(url, answers(text=longest + "x", probe=longest + "x"))
        assert set(page.context["form"].errors) == {"text", "probe"}
    new_job = {"title": "Nurse", "description": "Cares.", "difficulty": "junior", "custom_questions": longest + "x"}
    page = browser.post(f"/o/{acme.slug}/jobs/new/", new_job)
    assert "Question 1 has 501 characters; at most 500 are possible." in page.content.decode()
    browser.post(address(acme, job, "new/"), answers(text=longest, probe=longest))
    assert texts(acme, job) == ["Question 1?", longest]


def test_a_question_without_words_is_refused(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=1)
    assert "text" in browser.post(of(acme, job, 1), answers(text=" \n ")).context["form"].errors


def test_questions_move_up_and_down_and_stop_at_the_ends(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=3)
    browser.post(of(acme, job, 3, "move/"), {"direction": "up"})
    assert texts(acme, job) == ["Question 1?", "Question 3?", "Question 2?"]
    browser.post(of(acme, job, 1, "move/"), {"direction": "down"})
    assert texts(acme, job) == ["Question 3?", "Question 1?", "Question 2?"]
    browser.post(of(acme, job, 1, "move/"), {"direction": "up"})
    browser.post(of(acme, job, 3, "move/"), {"direction": "down"})
    assert texts(acme, job) == ["Question 3?", "Question 1?", "Question 2?"]


def test_a_dragged_order_is_stored_only_when_it_names_the_questions_of_now(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=3)
    ids = [get_question(acme, job, number).pk for number in (3, 1, 2)]
    browser.post(address(acme, job, "order/"), {"question": ids}, headers=HTMX)
    assert texts(acme, job) == ["Question 3?", "Question 1?", "Question 2?"]
    for stale in (ids[:2], [*ids, "qst_gone"], [ids[0], ids[0], ids[1]]):
        page = browser.post(address(acme, job, "order/"), {"question": stale}, headers=HTMX)
        assert "changed in the meantime" in page.content.decode()
    assert texts(acme, job) == ["Question 3?", "Question 1?", "Question 2?"]


def test_removing_asks_first_and_closes_the_gap(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=3)
    asked = browser.get(of(acme, job, 2, "remove/"))
    assert "Remove question 2?" in asked.content.decode()
    assert len(texts(acme, job)) == 3
    browser.post(of(acme, job, 2, "remove/"))
    assert texts(acme, job) == ["Question 1?", "Question 3?"]
    assert get_question(acme, job, 2).text == "Question 3?"


def test_removing_an_own_question_removes_its_line(acme: Organization, browser: Client) -> None:
    job = make_job(acme, own="First?\nSecond?")
    browser.post(of(acme, job, 1, "remove/"))
    assert fresh(acme, job).custom_questions == "Second?"


def test_a_job_takes_a_limited_number_of_questions_and_says_so(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=QUESTIONS_LIMIT)
    page = browser.post(address(acme, job, "new/"), answers(text="One too many?"))
    assert f"at most {QUESTIONS_LIMIT} questions" in page.content.decode()
    assert "One too many?" in page.content.decode()
    assert len(texts(acme, job)) == QUESTIONS_LIMIT


def test_htmx_gets_the_section_alone_and_everybody_else_the_page(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=2)
    part: Any = browser.post(of(acme, job, 1, "move/"), {"direction": "down"}, headers=HTMX)
    assert part["HX-Retarget"] == "#questions"
    assert "<html" not in part.content.decode()
    assert "The question stands at place 2 now." in part.content.decode()
    page: Any = browser.post(of(acme, job, 1, "move/"), {"direction": "down"}, follow=True)
    assert page.redirect_chain == [(f"/o/{acme.slug}/jobs/{job.pk}/#questions", 302)]
    assert "The question stands at place 2 now." in page.content.decode()


def test_a_question_of_another_job_or_organization_is_not_found(
    acme: Organization, globex: Organization, browser: Client
) -> None:
    job = make_job(acme, questions=1)
    for owner in (acme, globex):
        other = make_job(owner, questions=1)
        question_id = get_question(owner, other, 1).pk
        for rest in ("", "move/", "remove/"):
            assert browser.post(address(acme, job, f"{question_id}/{rest}"), answers()).status_code == 404
        assert texts(owner, other) == ["Question 1?"]


def test_a_question_that_is_gone_is_told_to_the_one_who_edits_it(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=2)
    edit = of(acme, job, 1)
    browser.post(of(acme, job, 1, "remove/"))
    assert browser.post(edit, answers()).status_code == 404
    assert texts(acme, job) == ["Question 2?"]
