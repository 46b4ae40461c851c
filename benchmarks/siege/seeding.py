"""python -m benchmarks.siege.seeding: the organization that is besieged, and the attacker's. Prints People as JSON."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import django

from tests.seed import seed_interviews

if TYPE_CHECKING:
    from organizations.models import Organization

LINKS, QUESTIONS = 24, 10


@dataclass(frozen=True)
class People:
    """Of one organization: links of its interviews, API keys of both modes, and its owner's session."""

    organization_id: str
    schema: str
    slug: str
    links: list[str]
    live_key: str
    test_key: str
    session: str


def read(text: str) -> tuple[People, People]:
    """The besieged, and mallory."""
    besieged, mallory = (People(**each) for each in json.loads(text))
    return besieged, mallory


def people(name: str) -> People:
    from tests.factories import make_organization

    organization = make_organization(name)
    seeded = seed_interviews(organization, LINKS, questions=QUESTIONS)
    return People(
        organization.id,
        organization.schema_name,
        organization.slug,
        [each.link for each in seeded],
        key(organization, livemode=True),
        key(organization, livemode=False),
        session(organization),
    )


def key(organization: "Organization", *, livemode: bool) -> str:
    from organizations.platform_api import keys

    return keys.create(organization, name="siege", livemode=livemode, scopes=list(keys.Scope))[1]


def session(organization: "Organization") -> str:
    from django.test import Client

    from organizations.models import Role
    from tests.factories import member

    browser: Any = Client()
    browser.force_login(member(organization, Role.OWNER))
    return str(browser.cookies["sessionid"].value)


if __name__ == "__main__":
    django.setup()
    print(json.dumps([asdict(people(name)) for name in ("Besieged", "Mallory")]))
