"""Prints an organization's schema and a key of it, for tests that talk to a stack: `python -m tests.api.seed`."""

import json

import django


def main() -> None:
    django.setup()
    from tests.factories import make_organization
    from tests.parent_platform import issue

    organization = make_organization("Parallel")
    print(json.dumps({"schema": organization.schema_name, "key": issue(organization)[1]}))


if __name__ == "__main__":
    main()
