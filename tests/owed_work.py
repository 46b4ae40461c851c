"""What workers do, without workers: the index of owed work is looked through as the beat schedule has it done."""

from datetime import timedelta

from organizations.models import Organization
from organizations.owed_work import claims, wakeup, working
from organizations.owed_work.claims import Piece
from organizations.owed_work.kinds import KINDS
from organizations.owed_work.models import OwedWork
from organizations.owed_work.queues import QUEUES

OVER = claims.LEASE + timedelta(seconds=1)


def work(*queues: str) -> None:
    """All that is due now, in these queues, or in every one but that of webhooks: nobody listens in most tests."""
    for _ in range(3):  # What one queue does may be another one's work.
        for queue in queues or [each for each in QUEUES if each != "webhooks"]:
            working.work(queue)


def start_afresh() -> None:
    """What earlier tests left to be done is nobody's any more, and no hint of theirs is on its way."""
    OwedWork.objects.all().delete()
    lose_hints()


def lose_hints() -> None:
    """Those that were sent: the next one is a new message."""
    for queue in QUEUES:
        wakeup.heard(queue)


def owed(organization: Organization, kind: str) -> list[OwedWork]:
    return list(OwedWork.objects.filter(organization_id=organization.id, kind=kind).order_by("id"))


def owed_kinds(organization: Organization) -> set[str]:
    return set(OwedWork.objects.filter(organization_id=organization.id).values_list("kind", flat=True))


def in_hand(kind: str) -> Piece:
    """As a worker has it that will not be heard of again, or not for long."""
    queue = QUEUES[KINDS[kind].queue]
    piece, _ = claims.take(queue, [kind])
    assert piece, f"no {kind} is due"
    return piece


def tried(organization: Organization, kind: str, times: int) -> None:
    """As if so many workers had died of it."""
    OwedWork.objects.filter(organization_id=organization.id, kind=kind).update(tries=times)
