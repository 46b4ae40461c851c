"""Roles of members. An organization always keeps an owner. API keys end with the membership of whoever created them."""

from django.db import transaction

from interviewai.kernel.errors import Conflict
from organizations.models import Membership, Role


def change_role(membership: Membership, role: str) -> None:
    with transaction.atomic():
        if role != Role.OWNER:
            keep_an_owner(membership)
        Membership.objects.filter(pk=membership.pk).update(role=role)


def remove(membership: Membership) -> None:
    with transaction.atomic():
        keep_an_owner(membership)
        membership.delete()


def keep_an_owner(membership: Membership) -> None:
    """Locks the owners, so that the last two cannot leave at the same moment."""
    owners = Membership.objects.select_for_update().filter(organization_id=membership.organization_id, role=Role.OWNER)
    if [owner.pk for owner in owners] == [membership.pk]:
        raise Conflict("An organization needs an owner. Make somebody else an owner first.")
