"""A new organization: its row, its schema with roles and rights, and its owner, in one transaction."""

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from organizations.models import BASE32, Membership, Organization, Role, User
from organizations.tenancy import shared_schema

SLUG_LENGTH = 50


def create_organization(name: str, owner: User) -> Organization:
    with shared_schema(), transaction.atomic():
        organization = Organization(name=name, slug=free_slug(name), tier=settings.AI_TIER)
        organization.schema_name = organization.id.lower()
        organization.save(force_insert=True)
        Membership.objects.create(user=owner, organization=organization, role=Role.OWNER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.create_organization_schema(%s)", [organization.schema_name])
    return organization


def free_slug(name: str) -> str:
    """The name as an address; with a random ending when it is taken, or has no letters that an address can show."""
    slug = slugify(name)[:SLUG_LENGTH].strip("-")
    if slug and not Organization.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'organization'}-{get_random_string(6, BASE32)}"
