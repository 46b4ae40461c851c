"""Prints an organization's schema and a key of it, for tests that talk to a stack: `python -m tests.api.seed`."""

import json

import django


def main() -> None:
    django.setup()
    from tests.api.calls import issue
    from tests.factories import make_organization

    organization = make_organization("Parallel")
    print(json.dumps({"schema": organization.schema_name, "key": issue(organization)[1]}))


if __name__ == "__main__":
    main()
