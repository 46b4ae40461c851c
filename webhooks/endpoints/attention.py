"""What an owner has to look at: endpoints that we switched off, or that did not get what was sent to them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from webhooks.models import Delivery, Endpoint

LOOKED_BACK = timedelta(days=7)
Reason = Endpoint.DisabledReason


@dataclass(frozen=True)
class Trouble:
    """`dead`: deliveries given up lately, and since the endpoint last answered well."""

    endpoint: Endpoint
    dead: int

    @property
    def reason(self) -> str:
        """In words; empty where the endpoint is on."""
        return Reason(self.endpoint.disabled_reason).label if self.endpoint.disabled_reason else ""


def trouble() -> list[Trouble]:
    """For the banner. What was given up longer ago is on the endpoint's page, and no alarm."""
    not_by_hand = Q(disabled_at=None) | Q(disabled_reason__in=[Reason.GONE, Reason.FAILING])
    return [each for each in examined(Endpoint.objects.filter(not_by_hand)) if each.reason or each.dead]


def examined(rows: QuerySet[Endpoint]) -> list[Trouble]:
    """In one query, through the index of the dead."""
    counted = rows.filter(deleted_at=None).annotate(dead=Coalesce(Subquery(dead_of_endpoint()), 0)).order_by("id")
    return [Trouble(endpoint, endpoint.dead) for endpoint in counted]


def dead_of_endpoint() -> QuerySet[Delivery, int]:
    unanswered = Q(endpoint__last_success_at=None) | Q(ended_at__gt=F("endpoint__last_success_at"))
    lately = Q(status=Delivery.Status.DEAD, ended_at__gt=timezone.now() - LOOKED_BACK)
    dead = Delivery.objects.filter(unanswered, lately, endpoint=OuterRef("pk")).order_by()
    return dead.values("endpoint").annotate(count=Count("pk")).values_list("count", flat=True)
