"""A candidate's role changes the columns that the candidates' pages change, and no other one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from interviews.candidate.live import HANDLERS
from interviews.conversation.endpointing import PRESENT_WITHIN
from interviews.models import Interview, Turn
from organizations.models import Organization
from organizations.tenancy import candidate_schema, organization_schema
from tests.interviews.candidates import Invite, ask_self_identification
from tests.interviews.page import Page, spoken
from tests.organizations.rows import make_interview, refused

UPDATED = re.compile(r'UPDATE "(\w+)" SET (.*?)(?: WHERE |$)')
COLUMN = re.compile(r'(?:^|, )"(\w+)" = ')
INSERTED = re.compile(r'INSERT INTO "(\w+)"')
CHANGED = """
SELECT relname, attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
 WHERE relnamespace = %(schema)s::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
   AND has_column_privilege(%(role)s, pg_class.oid, attnum, 'UPDATE')
"""
ADDED = """
SELECT relname FROM pg_class
 WHERE relnamespace = %(schema)s::regnamespace AND relkind = 'r' AND has_table_privilege(%(role)s, oid, 'INSERT')
"""


class Writes:
    def __init__(self) -> None:
        self.changed: defaultdict[str, set[str]] = defaultdict(set)
        self.added: set[str] = set()

    def __call__(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        if context["connection"].scope.role.endswith("_candidate"):
            self._note(statement)
        return execute(statement, params, many, context)

    def _note(self, statement: str) -> None:
        for table, assignments in UPDATED.findall(statement):
            self.changed[table] |= set(COLUMN.findall(assignments))
        self.added |= set(INSERTED.findall(statement))


@contextmanager
def recorded() -> Iterator[Writes]:
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


def do_everything(page: Page) -> None:
    """Each message that a page has, and each way in which a recording is stored."""
    page.consent()
    page.send("hello")
    page.send("start")
    page.answer("hello hello")
    page.send("practice.done", again=True)
    page.answer("once more")
    page.send("practice.done", again=False)
    answer_from_two_devices(page)
    lose_a_piece_and_come_back(page)
    page.send("sync")
    page.send("answer.type", turn_id=page.turn["id"], text="I read the query plan.")
    page.refresh()
    page.send("turn.opened", turn_id=page.turn["id"])
    page.send("interview.end")
    page.send("correct", turn_id=page.state["review"][0]["turn_id"], text="I use Postgres.")
    page.send("review.done")
    page.identify(sex="female")
    page.identify(sex="male", race_ethnicity="asian")


def answer_from_two_devices(page: Page) -> None:
    """The laptop's first piece comes longer than it was, and its second one behind the phone's."""
    turn_id, whole = page.turn["id"], spoken("I look at the plan")
    page.send("turn.opened", turn_id=turn_id)
    page.send("turn.moment", turn_id=turn_id)
    page.segment("", audio=whole[: len(whole) // 2], connection_id="tab-1")
    page.segment("", audio=whole, connection_id="tab-1")
    page.connection_id = "phone"
    page.send("hello")
    page.segment("on the phone", 1, connection_id="phone")
    page.segment("on the laptop", 1, connection_id="tab-1")
    page.refresh()
    page.send("answer.end", turn_id=turn_id, segments=len(page.turn["stored_segments"]), reason="candidate")
    page.refresh()


def lose_a_piece_and_come_back(page: Page) -> None:
    page.segment("", audio=b"", lost=True)
    gone = timezone.now() - 2 * PRESENT_WITHIN - timedelta(seconds=1)
    with organization_schema(page.organization):
        Interview.objects.filter(id=page.interview_id).update(last_seen_at=gone)
    page.send("hello", returning=True)


def granted(organization: Organization, query: str) -> list[tuple[str, ...]]:
    database = connection.settings_dict["NAME"]
    values = {"schema": organization.schema_name, "role": f"{database}_{organization.schema_name}_candidate"}
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def test_what_a_candidate_s_role_may_write_is_what_the_pages_write(acme: Organization, invite: Invite) -> None:
    ask_self_identification(acme)
    page = invite(acme, consent=False)
    sent: set[str] = set()
    page.send = remembering(page.send, sent)  # type: ignore[method-assign]
    with recorded() as writes:
        do_everything(page)
    assert sent == {message.model_fields["type"].annotation.__args__[0] for message in HANDLERS}
    may_change: defaultdict[str, set[str]] = defaultdict(set)
    for table, column in granted(acme, CHANGED):
        may_change[table].add(column)
    assert dict(writes.changed) == dict(may_change)
    assert writes.added == {table for (table,) in granted(acme, ADDED)}


def remembering(send: Callable[..., Any], sent: set[str]) -> Callable[..., Any]:
    def remembered(kind: str, **fields: object) -> Any:
        sent.add(kind)
        return send(kind, **fields)

    return remembered


@pytest.mark.parametrize(
    "assignment",
    [
        "status = 'completed'",
        "status = 'scheduled'",
        "tier = 'premium'",
        "candidate_id = candidate_id",
        "plan_id = NULL",
        "job_id = job_id",
        "livemode = false",
        "token_hash = 'x'",
        "sealed_token = 'x'",
        "expires_at = now()",
        "time_budget_s = 90000",
        "turn_budget = 900",
        "max_follow_ups = 0",
        "heard_ms = 0",
        "completed_at = now()",
        "start_announced_at = now()",
        "metadata = '{}'",
        "redirect_url = 'https://evil.example'",
        "away_s = 0, id = 'int_other'",
    ],
)
def test_a_candidate_changes_nothing_of_their_interview_but_what_its_page_writes(
    acme: Organization, assignment: str
) -> None:
    interview = make_interview(acme)
    with candidate_schema(acme, interview.id):
        assert refused(f"UPDATE interviews_interview SET {assignment}")  # noqa: S608


@pytest.mark.parametrize(
    "assignment",
    [
        "transcript = 'What I never said.'",
        "transcript_confidence = 1",
        "text = 'An easier question'",
        "question_key = 'q2'",
        "kind = 'practice'",
        "position = 7",
        "speech = '[]'",
        "speech_status = 'failed'",
        "heard_ms = 0",
        "decision = '{}'",
        "created_at = now()",
        "interview_id = interview_id",
    ],
)
def test_a_candidate_changes_neither_a_question_nor_what_was_heard(acme: Organization, assignment: str) -> None:
    interview = make_interview(acme)
    with organization_schema(acme):
        Turn.objects.filter(interview=interview).update(status=Turn.Status.DONE, transcript="What I said.")
    with candidate_schema(acme, interview.id):
        assert refused(f"UPDATE interviews_turn SET {assignment}")  # noqa: S608


@pytest.mark.parametrize(
    "assignment", ["turn_id = turn_id", "interview_id = interview_id", "page = 'phone'", "created_at = now()"]
)
def test_a_candidate_moves_no_recording_to_another_answer(acme: Organization, assignment: str) -> None:
    interview = make_interview(acme)
    with candidate_schema(acme, interview.id):
        assert refused(f"UPDATE interviews_segment SET {assignment}")  # noqa: S608
