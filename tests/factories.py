"""Organizations and people for tests, through the same door as the product's own."""

import secrets
from functools import cache

from django.contrib.auth.hashers import make_password

from organizations.models import Membership, Organization, Role, User
from organizations.onboarding import create_organization

PASSWORD = "a long enough passphrase"


def make_user(name: str = "someone") -> User:
    email = f"{name}-{secrets.token_hex(4)}@example.com"
    return User.objects.create(email=email, password=hashed_password(), name=name.title())


@cache
def hashed_password() -> str:
    """Slow on purpose, so once for all the people of a run."""
    return make_password(PASSWORD)


def make_organization(name: str) -> Organization:
    """With an owner, a recruiter and a reviewer."""
    organization = create_organization(f"{name} {secrets.token_hex(4)}", make_user("owner"))
    for role in (Role.RECRUITER, Role.REVIEWER):
        Membership.objects.create(user=make_user(role), organization=organization, role=role)
    return organization


def member(organization: Organization, role: Role) -> User:
    return organization.memberships.select_related("user").get(role=role).user
