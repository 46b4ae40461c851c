"""A candidate's connection: the rows of one interview, and no other verb than an answer needs."""

import pytest
from django.db import ProgrammingError, connection
from django.db.models import Model

from interviews.models import Candidate, Interview, InterviewPlan, Segment, Turn
from organizations.models import Organization
from organizations.tenancy import candidate_schema, organization_schema
from tests.organizations.rows import make_interview, refused

ROWS_OF_AN_INTERVIEW = (Interview, Turn, Candidate, InterviewPlan)


@pytest.mark.parametrize("model", ROWS_OF_AN_INTERVIEW)
def test_a_candidate_sees_the_rows_of_their_own_interview_alone(
    acme: Organization, globex: Organization, model: type[Model]
) -> None:
    own, others = make_interview(acme), [make_interview(acme), make_interview(globex)]
    with candidate_schema(acme, own.id):
        assert model._default_manager.count() == 1
    for other in others:
        with candidate_schema(acme, own.id):
            assert not model._default_manager.filter(pk=other.pk).exists()


@pytest.mark.parametrize("model", ROWS_OF_AN_INTERVIEW)
@pytest.mark.parametrize("interview_id", ["", "int_unknown", "' OR 'a' = 'a", "%"])
def test_no_interview_means_no_rows(acme: Organization, model: type[Model], interview_id: str) -> None:
    make_interview(acme)
    with candidate_schema(acme, interview_id):
        assert not model._default_manager.exists()


def test_an_interview_of_another_organization_is_not_found(acme: Organization, globex: Organization) -> None:
    interview = make_interview(globex)
    with candidate_schema(acme, interview.id):
        assert not Interview.objects.exists()


def test_a_candidate_can_answer(acme: Organization) -> None:
    interview = make_interview(acme)
    with candidate_schema(acme, interview.id):
        turn = Turn.objects.get()
        Turn.objects.filter(id=turn.id).update(typed_text="An answer.")
        Segment.objects.create(
            interview=interview, turn=turn, sequence=0, storage_key="k", content_type="audio/webm",
            size_bytes=1, duration_ms=1, sha256="0" * 64,
        )  # fmt: skip
    with organization_schema(acme):
        assert Turn.objects.get(interview=interview).typed_text == "An answer."
        assert Segment.objects.filter(interview=interview).count() == 1


def test_a_candidate_cannot_change_another_interview(acme: Organization) -> None:
    own, other = make_interview(acme), make_interview(acme)
    with candidate_schema(acme, own.id):
        assert Interview.objects.filter(id=other.id).update(connection_id="mine") == 0
        assert Turn.objects.filter(interview_id=other.id).update(typed_text="x") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            Turn.objects.create(interview_id=other.id, position=9, kind=Turn.Kind.MAIN, text="x")


def test_a_candidate_cannot_move_a_row_into_another_interview(acme: Organization) -> None:
    own, other = make_interview(acme), make_interview(acme)
    with candidate_schema(acme, own.id), pytest.raises(ProgrammingError, match="permission denied"):
        Turn.objects.update(interview_id=other.id, position=7)


def test_what_a_platform_keeps_with_other_interviews_is_not_seen(acme: Organization) -> None:
    own, other = make_interview(acme), make_interview(acme)
    with organization_schema(acme):
        Interview.objects.filter(id=other.id).update(sealed_token="sealed", metadata={"salary": "secret"})
    with candidate_schema(acme, own.id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed_token, metadata::text, token_hash FROM interviews_interview WHERE id <> %s", [own.id]
        )
        assert cursor.fetchall() == []
        cursor.execute("UPDATE interviews_interview SET connection_id = 'mine' WHERE id <> %s", [own.id])
        assert cursor.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM jobs_jobdescription",
        "SELECT * FROM evaluations_evaluation",
        "SELECT * FROM usage_providercall",
        "SELECT * FROM django_migrations",
        "SELECT * FROM invitation_mails",
        "SELECT * FROM sandbox_runs",
        "SELECT * FROM api_request_logs",
        "SELECT * FROM api_requests_idempotentrequest",
        "SELECT * FROM webhooks_endpoint",
        "SELECT * FROM webhooks_event",
        "SELECT * FROM webhooks_delivery",
        "SELECT * FROM webhooks_attempt",
        "SELECT * FROM public.organizations_apikey",
        "SELECT * FROM public.owed_work",
        "DELETE FROM interviews_turn",
        "DELETE FROM interviews_interview",
        "DELETE FROM interviews_selfidentification",
        "UPDATE interviews_selfidentification SET interview_id = interview_id",
        "UPDATE interviews_interviewplan SET version = 9",
        "UPDATE interviews_candidate SET name = 'x'",
        "INSERT INTO interviews_interview SELECT * FROM interviews_interview",
        "TRUNCATE interviews_turn",
        "SELECT set_config('interviewai.interview_id', 'int_other', false)",
        "CREATE POLICY open ON interviews_turn USING (true)",
    ],
)
def test_what_an_answer_does_not_need_is_refused(acme: Organization, statement: str) -> None:
    interview = make_interview(acme)
    with candidate_schema(acme, interview.id):
        assert refused(statement)


def test_staff_see_every_interview(acme: Organization) -> None:
    interviews = {make_interview(acme).id, make_interview(acme).id}
    with candidate_schema(acme, "int_unknown"):
        assert not Interview.objects.exists()
    with organization_schema(acme):
        assert set(Interview.objects.values_list("id", flat=True)) == interviews


def test_every_table_of_interviews_has_row_level_security(acme: Organization) -> None:
    with organization_schema(acme), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind = 'r' AND relname LIKE 'interviews\\_%' AND NOT relrowsecurity"
        )
        assert cursor.fetchall() == []
