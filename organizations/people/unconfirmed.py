"""Accounts whose address nobody has confirmed: a week later they, and the address in them, are gone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from organizations.models import User

KEPT_FOR = timedelta(days=7)


def erase(now: datetime) -> None:
    for user_id in list(overdue(now).values_list("pk", flat=True)):
        with transaction.atomic():
            User.objects.select_for_update().filter(pk=user_id).first()  # Whoever confirms at this moment is faster.
            User.objects.filter(pk__in=overdue(now).filter(pk=user_id)).delete()


def overdue(now: datetime) -> QuerySet[User]:
    """Who signed up, as everybody does with an address, and neither confirmed one nor was let in otherwise."""
    waiting = User.objects.filter(emailaddress__verified=False, date_joined__lt=now - KEPT_FOR)
    return waiting.exclude(emailaddress__verified=True).filter(last_login=None, memberships=None, is_staff=False)
