import pytest
from django.test import Client

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.jobs.factories import fresh, make_job, texts

AWKWARD = [
    '<script>alert("x")</script> & <b>bold</b>',
    "👩‍🔬 Forscherin 🧪",
    "مهندس برمجيات \u202eevil\u202c",
    "{{ settings.SECRET_KEY }} {% url 'x' %}",
]


def address(organization: Organization, rest: str = "") -> str:
    return f"/o/{organization.slug}/jobs/{rest}"


def answers(**changes: str) -> dict[str, str]:
    return {"title": "Nurse", "industry": "Health", "difficulty": "senior", "description": "Cares."} | changes


def titles(browser: Client, organization: Organization, query: str = "") -> list[str]:
    page = browser.get(address(organization, query)).context["page"]
    return [job.title for job in page.object_list]


def test_a_recruiter_describes_a_job_and_its_own_questions_become_questions_word_for_word(
    acme: Organization, login: Login
) -> None:
    lines = "Why this ward?\r\n\r\n  What did you change last year?  \r\nWhy this ward?"
    response = login(acme, "recruiter").post(address(acme, "new/"), answers(custom_questions=lines), follow=True)
    job = response.context["job"]
    assert (job.title, job.industry, job.difficulty) == ("Nurse", "Health", "senior")
    assert job.created_by_id == response.context["request"].user.pk
    assert texts(acme, job) == ["Why this ward?", "What did you change last year?"]


@pytest.mark.parametrize("text", AWKWARD)
def test_markup_emoji_and_right_to_left_text_come_back_as_they_were_typed(
    acme: Organization, login: Login, text: str
) -> None:
    browser = login(acme, "recruiter")
    sent = answers(title=text, industry=text, description=text, custom_questions=text)
    page = browser.post(address(acme, "new/"), sent, follow=True)
    assert {page.context["job"].title, page.context["job"].industry, page.context["job"].description} == {text}
    assert texts(acme, page.context["job"]) == [text]
    assert b"<script>alert" not in page.content
    assert b"<script>alert" not in browser.get(address(acme)).content


def test_ten_thousand_characters_fit_a_description_and_are_refused_elsewhere_without_being_lost(
    acme: Organization, login: Login
) -> None:
    browser, long = login(acme, "recruiter"), "é" * 10_000
    assert browser.post(address(acme, "new/"), answers(description=long)).status_code == 302
    page = browser.post(address(acme, "new/"), answers(title=long, industry=long, custom_questions=f"Fine?\n{long}"))
    assert set(page.context["form"].errors) == {"title", "industry", "custom_questions"}
    assert "Question 2 has 10,000 characters; at most 500 are possible." in page.content.decode()
    assert page.content.decode().count(long) == 3
    with organization_schema(acme):
        assert JobDescription.objects.count() == 1


def test_a_line_end_of_a_browser_counts_as_one_character(acme: Organization, login: Login) -> None:
    description = "a\r\n" * 10_000
    page = login(acme, "recruiter").post(address(acme, "new/"), answers(description=description), follow=True)
    assert page.context["job"].description == ("a\n" * 10_000).strip()


def test_editing_changes_the_description_and_leaves_the_questions_alone(acme: Organization, login: Login) -> None:
    job = make_job(acme, questions=2, own="Our own?")
    login(acme, "recruiter").post(address(acme, f"{job.pk}/edit/"), answers(title="Head nurse"))
    assert fresh(acme, job).title == "Head nurse"
    assert texts(acme, job) == ["Our own?", "Question 1?", "Question 2?"]


def test_an_archived_job_leaves_the_list_until_it_is_restored(acme: Organization, login: Login) -> None:
    browser, job = login(acme, "recruiter"), make_job(acme)
    browser.post(address(acme, f"{job.pk}/archive/"))
    assert titles(browser, acme) == []
    assert titles(browser, acme, "?show=archived") == ["Nurse"]
    assert titles(browser, acme, "?show=all") == ["Nurse"]
    browser.post(address(acme, f"{job.pk}/restore/"))
    assert titles(browser, acme) == ["Nurse"]


def test_the_list_is_filtered_by_text_and_level(acme: Organization, login: Login) -> None:
    browser = login(acme, "reviewer")
    for title in ("Nurse", "Night nurse", "Baker"):
        make_job(acme, title=title)
    with organization_schema(acme):
        JobDescription.objects.filter(title="Baker").update(difficulty="senior", industry="Food")
    assert titles(browser, acme, "?q=NURSE&sort=title") == ["Night nurse", "Nurse"]
    assert titles(browser, acme, "?q=food") == ["Baker"]
    assert titles(browser, acme, "?level=senior") == ["Baker"]
    assert len(titles(browser, acme, "?level=wizard&sort=nonsense&page=x")) == 3


def test_the_list_is_sorted_by_each_column_in_both_directions(acme: Organization, login: Login) -> None:
    browser = login(acme, "reviewer")
    for level, title, count in (("junior", "Beta", 1), ("senior", "Alpha", 3), ("middle", "Gamma", 2)):
        job = make_job(acme, title=title, questions=count)
        with organization_schema(acme):
            JobDescription.objects.filter(pk=job.pk).update(difficulty=level)
    assert titles(browser, acme, "?sort=title") == ["Alpha", "Beta", "Gamma"]
    assert titles(browser, acme, "?sort=-title") == ["Gamma", "Beta", "Alpha"]
    assert titles(browser, acme, "?sort=level") == ["Beta", "Gamma", "Alpha"]
    assert titles(browser, acme, "?sort=-questions") == ["Alpha", "Gamma", "Beta"]
    assert titles(browser, acme) == ["Gamma", "Alpha", "Beta"]


def test_the_list_comes_in_pages(acme: Organization, login: Login) -> None:
    browser = login(acme, "reviewer")
    for number in range(27):
        make_job(acme, title=f"Job {number:02}")
    assert titles(browser, acme, "?sort=title&page=2") == ["Job 25", "Job 26"]
    assert b"sort=title&amp;page=2" in browser.get(address(acme, "?sort=title")).content


def test_a_reviewer_reads_and_does_not_write(acme: Organization, login: Login) -> None:
    browser, job = login(acme, "reviewer"), make_job(acme, questions=1)
    page = browser.get(address(acme, f"{job.pk}/"))
    assert page.status_code == 200
    for rest in ("edit/", "archive/", "generate/", "questions/new/"):
        assert f"{job.pk}/{rest}" not in page.content.decode()
        assert browser.post(address(acme, f"{job.pk}/{rest}")).status_code == 403
    assert browser.get(address(acme, "new/")).status_code == 403


def test_another_organizations_job_is_answered_like_an_unknown_one(
    acme: Organization, globex: Organization, login: Login
) -> None:
    foreign, browser = make_job(globex, questions=1), login(acme, "owner")
    for job_id in (foreign.pk, "job_unknown", "%00"):
        for rest in ("", "edit/", "generate/", "questions/", "questions/new/"):
            assert browser.get(address(acme, f"{job_id}/{rest}")).status_code == 404
        for rest in ("archive/", "restore/", "generate/", "questions/order/"):
            assert browser.post(address(acme, f"{job_id}/{rest}")).status_code == 404
    assert browser.get(address(globex)).status_code == 404
    assert fresh(globex, foreign).archived_at is None
