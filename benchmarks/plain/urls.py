import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import CreateAPIView

from interviews.models import Candidate, Interview


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    class Meta:
        model = Candidate
        fields = ("name", "email", "external_id")


class InterviewSerializer(serializers.ModelSerializer[Interview]):
    candidate = CandidateSerializer()

    class Meta:
        model = Interview
        fields = ("id", "candidate", "job", "metadata", "expires_at")
        read_only_fields = ("id", "expires_at")

    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> Interview:
        candidate = Candidate.objects.create(**validated_data.pop("candidate"))
        return Interview.objects.create(
            candidate=candidate,
            token_hash=secrets.token_hex(32),
            expires_at=timezone.now() + timedelta(days=14),
            time_budget_s=1800,
            turn_budget=36,
            **validated_data,
        )


class Interviews(CreateAPIView[Interview]):
    serializer_class = InterviewSerializer


urlpatterns = [path("interviews", Interviews.as_view())]
