"""Where a connection stands: one schema, one role, and for a candidate one interview."""

from dataclasses import dataclass

from psycopg import sql

from organizations import database_roles

PUBLIC = "public"


@dataclass(frozen=True)
class Scope:
    schema_name: str
    role: str
    interview_id: str = ""

    def statement(self) -> sql.Composed:
        """One round trip of the simple protocol: role and search path change together or not at all."""
        return sql.SQL("SET ROLE {}; SET search_path = {}; SET interviewai.interview_id = {}").format(
            sql.Identifier(self.role), sql.Identifier(self.schema_name), sql.Literal(self.interview_id)
        )


def shared(database: str) -> Scope:
    return Scope(PUBLIC, database_roles.shared_role(database))


def organization(database: str, schema_name: str) -> Scope:
    return Scope(schema_name, database_roles.organization_role(database, schema_name))


def candidate(database: str, schema_name: str, interview_id: str) -> Scope:
    return Scope(schema_name, database_roles.candidate_role(database, schema_name), interview_id)
