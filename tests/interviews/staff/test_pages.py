import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluation
from interviews.models import Interview, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.fixtures import Login
from tests.interviews.staff_pages import address, interviews, send
from tests.jobs.factories import make_job


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "recruiter")


def names(browser: Client, organization: Organization, query: str = "") -> list[str]:
    page: Any = browser.get(address(organization, query)).context["page"]
    return [interview.candidate.name for interview in page.object_list]


def queries_of(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def add_turns(organization: Organization, interview: Interview, count: int) -> list[Turn]:
    with organization_schema(organization):
        return [
            Turn.objects.create(interview=interview, position=number, kind="main", question_key="q1", text="Why?")
            for number in range(count)
        ]


def test_the_list_is_searched_by_name_and_mail_and_filtered_by_job_and_status(
    acme: Organization, browser: Client
) -> None:
    nurse, baker = make_job(acme, questions=1, title="Nurse"), make_job(acme, questions=1, title="Baker")
    send(browser, acme, nurse.pk, "Anna Alpha <anna@example.com>\nBerta Beta <berta@example.com>")
    send(browser, acme, baker.pk, "Clara Gamma")
    with organization_schema(acme):
        Interview.objects.filter(candidate__name="Berta Beta").update(status="completed")
    assert names(browser, acme, "?q=ALPHA") == ["Anna Alpha"]
    assert names(browser, acme, "?q=berta@") == ["Berta Beta"]
    assert names(browser, acme, f"?job={baker.pk}") == ["Clara Gamma"]
    assert names(browser, acme, f"?job={nurse.pk}&status=completed") == ["Berta Beta"]
    assert names(browser, acme, "?q=nobody") == []
    assert len(names(browser, acme, "?status=nonsense&job=job_unknown&sort=x&page=-1")) == 3
    assert len(names(browser, acme, "?q=%00&job=%00")) == 3


def test_the_list_is_sorted_by_each_column_and_newest_first_by_itself(acme: Organization, browser: Client) -> None:
    nurse, baker = make_job(acme, questions=1, title="Nurse"), make_job(acme, questions=1, title="Baker")
    send(browser, acme, nurse.pk, "Berta")
    send(browser, acme, baker.pk, "Anna")
    send(browser, acme, nurse.pk, "Clara")
    assert names(browser, acme) == ["Clara", "Anna", "Berta"]
    assert names(browser, acme, "?sort=created") == ["Berta", "Anna", "Clara"]
    assert names(browser, acme, "?sort=candidate") == ["Anna", "Berta", "Clara"]
    assert names(browser, acme, "?sort=-candidate") == ["Clara", "Berta", "Anna"]
    assert names(browser, acme, "?sort=job")[0] == "Anna"


def test_ten_more_interviews_add_no_query_to_the_list(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=1)
    send(browser, acme, job.pk, "First One")
    queries_of(browser, address(acme))  # fills what is remembered across requests
    before = queries_of(browser, address(acme))
    send(browser, acme, job.pk, "\n".join(f"Candidate {number}" for number in range(10)))
    assert queries_of(browser, address(acme)) == before


def test_ten_more_turns_add_no_query_to_the_page_of_an_interview(acme: Organization, browser: Client) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "Few\nMany")
    few, many = interviews(acme)
    add_turns(acme, few, 2)
    add_turns(acme, many, 12)
    queries_of(browser, address(acme, f"{few.pk}/"))
    assert queries_of(browser, address(acme, f"{many.pk}/")) == queries_of(browser, address(acme, f"{few.pk}/"))


def test_the_page_shows_both_versions_of_a_transcript_faults_and_what_the_calls_cost(
    acme: Organization, browser: Client
) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "First One")
    interview, now = interviews(acme)[0], timezone.now()
    turn = add_turns(acme, interview, 1)[0]
    with organization_schema(acme):
        Turn.objects.filter(pk=turn.pk).update(
            transcript="I wash my <b>hens</b>.",
            corrected_transcript="I wash my hands.",
            faults=[{"port": "stt", "code": "ProviderTimeout"}],
            answered_at=now,
        )
        Interview.objects.update(started_at=now - timedelta(minutes=5), consented_at=now, end_reason="time_budget")
        for cost in (1_500, 250):
            ProviderCall.objects.create(
                port="stt", provider="scripted", model="m", purpose="transcribe", interview_id=interview.pk,
                status="ok", ttfb_ms=120, total_ms=480, units=2.5, unit_name="seconds", cost_micros=cost,
            )  # fmt: skip
    page = browser.get(address(acme, f"{interview.pk}/")).content.decode()
    assert "I wash my hands." in page
    assert "I wash my &lt;b&gt;hens&lt;/b&gt;." in page
    assert "Speech recognition failed on our side (ProviderTimeout)" in page
    assert "the time was used up" in page
    assert "2 calls, $0.0018" in page
    assert "480 ms" in page


def test_a_reviewer_reads_everything_and_sees_no_way_to_change_it(
    acme: Organization, browser: Client, login: Login
) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "First One")
    interview, reviewer = interviews(acme)[0], login(acme, "reviewer")
    for rest in ("", f"{interview.pk}/"):
        page = reviewer.get(address(acme, rest)).content.decode()
        assert "First One" in page
        assert "/new/" not in page
        assert "/cancel/" not in page
        assert "/link/" not in page


def test_another_organizations_interview_is_answered_like_an_unknown_one(
    acme: Organization, globex: Organization, browser: Client, login: Login
) -> None:
    send(login(globex, "owner"), globex, make_job(globex, questions=1).pk, "Foreign One")
    foreign = interviews(globex)[0]
    for interview_id in (foreign.pk, "int_unknown", "%00"):
        for rest in ("", "link/", "cancel/"):
            assert browser.get(address(acme, f"{interview_id}/{rest}")).status_code == 404
        for rest in ("link/", "cancel/"):
            assert browser.post(address(acme, f"{interview_id}/{rest}")).status_code == 404
    assert browser.get(address(globex)).status_code == 404
    assert (interviews(globex)[0].status, interviews(globex)[0].token_hash) == ("scheduled", foreign.token_hash)


def test_results_of_completed_interviews_come_to_the_list_in_one_request(acme: Organization, browser: Client) -> None:
    send(browser, acme, make_job(acme, questions=1).pk, "Done\nWaiting")
    done, waiting = interviews(acme)
    with organization_schema(acme):
        Interview.objects.filter(pk=done.pk).update(status="completed")
        Evaluation.objects.create(interview=done, status="ready", overall=84, recommendation="recommended")
    page = browser.get(address(acme)).content.decode()
    assert f'id="evaluation-{done.pk}"' in page
    asked = re.search(r'hx-get="(\S+evaluations/summary/\S+)"', page)
    assert asked
    assert waiting.pk not in asked[1]
    answer = browser.get(html.unescape(asked[1])).content.decode()
    assert f'id="evaluation-{done.pk}"' in answer
    assert "84" in answer
