"""`/api/v1/usage`: what one mode of an organization used in a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Count, Q, Sum
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from interviews.models import Interview
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import StrictSerializer, checked
from organizations.platform_api.view import ApiView
from organizations.usage.models import Port, ProviderCall

EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)
DAYS_MAX = 366


@dataclass(frozen=True)
class Period:
    """Days in UTC, the last one included."""

    first: date
    last: date

    def holds(self, field: str) -> Q:
        begins = datetime.combine(self.first, time(), UTC)
        ends = datetime.combine(self.last + timedelta(days=1), time(), UTC)
        return Q(**{f"{field}__gte": begins, f"{field}__lt": ends})


class PeriodSerializer(StrictSerializer):
    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` cannot be the name of an attribute."""
        return {"from": serializers.DateField(required=False), **super().get_fields()}

    def validate(self, attrs: Mapping[str, date]) -> dict[str, Period]:
        last = attrs.get("to") or timezone.now().date()
        first = attrs.get("from") or last.replace(day=1)
        if not EARLIEST <= first <= last <= LATEST:
            raise serializers.ValidationError(
                f"`from` must not be later than `to`, both between {EARLIEST} and {LATEST}.", code="no_period"
            )
        if (last - first).days >= DAYS_MAX:
            raise serializers.ValidationError(f"At most {DAYS_MAX} days are told at once.", code="too_long")
        return {"period": Period(first, last)}


class InterviewCountsSerializer(serializers.Serializer[Any]):
    scheduled = serializers.IntegerField()
    started = serializers.IntegerField()
    completed = serializers.IntegerField()


class AiUseSerializer(serializers.Serializer[Any]):
    port = serializers.ChoiceField(choices=Port.choices)
    calls = serializers.IntegerField()
    units = serializers.FloatField()
    unit_name = serializers.CharField(help_text="What `units` counts: seconds of speech, tokens, characters.")
    cost_usd = serializers.CharField(help_text="A decimal number.")


class UsageSerializer(serializers.Serializer[Any]):
    livemode = serializers.BooleanField()
    to = serializers.DateField()
    interviews = InterviewCountsSerializer()
    ai = AiUseSerializer(many=True)
    cost_usd = serializers.CharField(help_text="A decimal number.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"from": serializers.DateField(), **super().get_fields()}


class UsageView(ApiView):
    serializer_class = UsageSerializer
    scopes: ClassVar = {"GET": Scope.USAGE_READ}
    pagination_class = None

    @extend_schema(
        operation_id="get_usage",
        summary="What was used in a period, and what it cost",
        description="Days are in UTC. AI that was used for no interview (writing questions) counts as live.",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.DATE, description="The first day; by itself the first of the month."),
            OpenApiParameter("to", OpenApiTypes.DATE, description="The last day, included; by itself today."),
        ],
        responses=UsageSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = checked(PeriodSerializer, request.query_params.dict())
        return Response(self.get_serializer(usage(asked["period"], self.livemode)).data)


def usage(period: Period, livemode: bool) -> dict[str, Any]:
    """`cost_usd` keeps millionths: a call costs little."""
    ports = list(ai_used(period, livemode))
    return {
        "livemode": livemode,
        "from": period.first,
        "to": period.last,
        "interviews": interviews_in(period, livemode),
        "ai": [port | {"cost_usd": dollars(port["cost_micros"])} for port in ports],
        "cost_usd": dollars(sum(port["cost_micros"] for port in ports)),
    }


def interviews_in(period: Period, livemode: bool) -> dict[str, int]:
    steps = {"scheduled": "created_at", "started": "started_at", "completed": "completed_at"}
    counts = {name: Count("id", filter=period.holds(field)) for name, field in steps.items()}
    return Interview.objects.filter(livemode=livemode).aggregate(**counts)


def ai_used(period: Period, livemode: bool) -> Any:
    """One row a port and unit."""
    of_mode = Q(interview_id__in=Interview.objects.filter(livemode=livemode).values("id"))
    calls = ProviderCall.objects.filter(
        of_mode | Q(interview_id=None) if livemode else of_mode, period.holds("created_at")
    )
    sums = {"calls": Count("id"), "units": Sum("units"), "cost_micros": Sum("cost_micros")}
    return calls.order_by("port", "unit_name").values("port", "unit_name").annotate(**sums)


def dollars(micros: int) -> str:
    return str(Decimal(micros).scaleb(-6).quantize(Decimal("0.000001")))
