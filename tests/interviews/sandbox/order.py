"""python -m tests.sandbox.order CHARACTER...: where only a stack's own database is, a test interview each with its run.

Prints [{organization_id, schema, interview_id, token}] as JSON.
"""

import json
import sys

import django


def main(characters: list[str]) -> None:
    django.setup()
    from django.db import transaction

    from interviews.sandbox import runs
    from organizations.sealing import unseal
    from organizations.tenancy import organization_schema
    from tests.factories import make_organization
    from tests.interviews.sandbox.scheduled import interview, schedule

    organization = make_organization("Sandbox")
    made = []
    for character in characters:
        row = interview(organization, schedule(organization))
        with organization_schema(organization), transaction.atomic():
            runs.order(row, character)
            told = {"interview_id": row.id, "token": unseal(row.sealed_token)}
        made.append({"organization_id": organization.id, "schema": organization.schema_name, **told})
    print(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1:])
