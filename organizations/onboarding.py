"""A new organization: its row, its schema with roles and rights, and its owner, in one transaction.

A schema costs, so nobody gets one before their address is confirmed, and nobody any number of them.
"""

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from interviewai.kernel.errors import Conflict
from organizations.models import BASE32, Membership, Organization, Role, User
from organizations.tenancy import shared_schema

SLUG_LENGTH = 50


def create_organization(name: str, owner: User) -> Organization:
    """Raises Conflict when they own as many as a person may."""
    with shared_schema(), transaction.atomic():
        refuse_too_many(owner)
        organization = Organization(name=name, slug=free_slug(name), tier=settings.AI_TIER)
        organization.schema_name = organization.id.lower()
        organization.save(force_insert=True)
        Membership.objects.create(user=owner, organization=organization, role=Role.OWNER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.create_organization_schema(%s)", [organization.schema_name])
    return organization


def make_requested_organization(owner: User) -> None:
    """The one that they named when they signed up; once."""
    with shared_schema(), transaction.atomic():
        name = locked(owner).requested_organization
        if name:
            User.objects.filter(pk=owner.pk).update(requested_organization="")
            create_organization(name, owner)


def refuse_too_many(owner: User) -> None:
    owned = locked(owner).memberships.filter(role=Role.OWNER).count()
    if owned >= settings.ORGANIZATIONS_PER_PERSON:
        raise Conflict(
            f"You own {owned} organizations, and a person may own {settings.ORGANIZATIONS_PER_PERSON}. "
            "Hand one over to somebody else first, or ask whoever runs this installation."
        )


def locked(user: User) -> User:
    """Requests of one person at the same moment come here one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def free_slug(name: str) -> str:
    """The name as an address; with a random ending when it is taken, or has no letters that an address can show."""
    slug = slugify(name)[:SLUG_LENGTH].strip("-")
    if slug and not Organization.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'organization'}-{get_random_string(6, BASE32)}"
