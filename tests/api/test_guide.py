"""What the guide promises is what the code does."""

import re

import pytest
from django.test import Client

from interviewai.problems import TITLES
from organizations.api_keys import Scope
from webhooks.event_types import EventType

pytestmark = pytest.mark.django_db(transaction=True)


def page(path: str = "/api/docs/") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_problem_has_its_anchor_and_every_event_its_example() -> None:
    told = page()
    ids = re.findall(r' id="([^"]+)"', told)
    assert len(ids) == len(set(ids))
    assert {f"problem-{code}" for code in TITLES} <= set(ids)
    assert {f"event-{kind.value}" for kind in EventType} <= set(ids)
    assert all(f"<code>{scope.value}</code>" in told for scope in Scope)


def test_every_link_within_the_page_leads_somewhere() -> None:
    told = page()
    for target in re.findall(r'href="#([^"]+)"', told):
        assert f'id="{target}"' in told, target


@pytest.mark.parametrize("path", ["/api/docs/", "/api/reference/"])
def test_the_pages_need_no_foreign_host_and_no_looser_policy(path: str) -> None:
    told = page(path)
    assert re.findall(r'(?:src|href)="(?:https?:)?//', told) == []
    assert "<script>" not in told
    assert "unsafe" not in Client().get(path)["Content-Security-Policy"]


def test_the_landing_page_leads_to_the_guide() -> None:
    assert 'href="/api/docs/"' in page("/")
