from celery import shared_task
from django.utils import timezone

from organizations.people import unconfirmed


@shared_task
def erase_unconfirmed_accounts() -> None:
    unconfirmed.erase(timezone.now())
