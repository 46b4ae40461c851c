"""python -m tests.isolation.look ORGANIZATION INTERVIEW: what the database shows its candidate, as JSON."""

import json
import sys
from collections.abc import Callable

import django
from django.db import DatabaseError, connection


def refused(query: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
    except DatabaseError:
        return True
    return False


def look(organization_id: str, interview_id: str) -> dict[str, object]:
    from interviews.models import Interview, Turn
    from organizations.models import Organization
    from organizations.tenancy import candidate_schema, shared_schema

    with shared_schema():
        other = Organization.objects.exclude(id=organization_id).values_list("schema_name", flat=True)[0]
    with candidate_schema(organization_id, interview_id):
        checks: dict[str, Callable[[], bool]] = {
            "organizations": lambda: refused("SELECT 1 FROM public.organizations_organization"),
            "evaluations": lambda: refused("SELECT 1 FROM evaluations_evaluation"),
            "the other schema": lambda: refused(f'SELECT 1 FROM "{other}".interviews_interview'),  # noqa: S608
        }
        return {
            "interviews": list(Interview.objects.values_list("id", flat=True)),
            "turns_of": list(Turn.objects.values_list("interview_id", flat=True)),
            "refused": {name: check() for name, check in checks.items()},
        }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(look(*sys.argv[1:])))
