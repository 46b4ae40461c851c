"""Interviews on the wire: what a parent platform asks for, and what it is told."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from interviews.models import Interview, InvitationMail
from interviews.staff.forms import CANDIDATES_MAX, EMAIL_MAX, NAME_MAX, person_name
from jobs.platform_api.serializers import JobDescriptionInput, SpokenText
from organizations.people.mail_addresses import refuse_unsendable
from organizations.platform_api.serializers import BodySerializer, Moment, SpanFilter, Text

EXTERNAL_ID_MAX = 200
EXPIRY_MAX = timedelta(days=90)
REDIRECT_URL_MAX = 2000
METADATA_KEYS_MAX = 50
METADATA_KEY_MAX = 40
METADATA_VALUE_MAX = 500
LANGUAGES = ["en"]
MAILS = {each: each for each in InvitationMail.Status.values} | {
    InvitationMail.Status.TEST_MODE: "not_sent_in_test_mode"
}


class MetadataField(serializers.DictField):
    """Your own keys and values, returned everywhere."""

    child = Text(max_length=METADATA_VALUE_MAX, allow_blank=True, trim_whitespace=False)

    def __init__(self, **options: Any) -> None:
        super().__init__(
            help_text=(
                f"Your own, returned everywhere: up to {METADATA_KEYS_MAX} keys of at most {METADATA_KEY_MAX} "
                f"characters, texts of at most {METADATA_VALUE_MAX} as values."
            ),
            **options,
        )

    def to_internal_value(self, data: Any) -> dict[str, str]:
        values: dict[str, str] = super().to_internal_value(data)
        if len(values) > METADATA_KEYS_MAX:
            raise serializers.ValidationError(f"At most {METADATA_KEYS_MAX} keys are possible.", code="max_length")
        key = Text(max_length=METADATA_KEY_MAX, trim_whitespace=False)
        for name in values:
            key.run_validation(name)
        return values


class RedirectUrlField(Text):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=REDIRECT_URL_MAX, help_text="Where the candidate's last page leads: https://...", **options
        )

    def to_internal_value(self, data: Any) -> str:
        url = super().to_internal_value(data)
        if not is_web_address(url):
            raise serializers.ValidationError("This must be an address that begins with https://.", code="invalid_url")
        return url


def is_web_address(url: str) -> bool:
    """https, or in development http. Without name and password: the candidate would see them."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    schemes = {"https", "http"} if settings.DEBUG or settings.WEBHOOK_ALLOW_INSECURE else {"https"}
    plain = url.isprintable() and " " not in url and "\\" not in url and "@" not in parts.netloc
    return bool(host) and parts.scheme in schemes and plain


class MailField(serializers.EmailField):
    def run_validators(self, value: Any) -> None:
        try:
            refuse_unsendable(value)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages, code=error.code) from None
        super().run_validators(value)


class CandidateInput(BodySerializer):
    name = SpokenText(max_length=NAME_MAX)
    email = MailField(max_length=EMAIL_MAX)
    external_id = Text(
        max_length=EXTERNAL_ID_MAX, required=False, allow_null=True, allow_blank=True, help_text="Yours, of the person."
    )

    def validate_name(self, value: str) -> str:
        name = person_name(value)
        if not name:
            raise serializers.ValidationError("Please send a name that can be seen.", code="invisible")
        return name

    def validate_external_id(self, value: str | None) -> str:
        return value or ""


class InterviewOptions(BodySerializer):
    """What candidates are interviewed for, and how: the same for one and for many."""

    job_description_id = Text(max_length=40, required=False, help_text="Either this or `job_description`.")
    job_description = JobDescriptionInput(
        required=False, help_text="A new one; its questions are written after the answer."
    )
    expires_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Until when it can be started: in 14 days by itself, 90 at most."
    )
    redirect_url = RedirectUrlField(required=False, allow_null=True)
    language = serializers.ChoiceField(
        choices=LANGUAGES,
        required=False,
        error_messages={"invalid_choice": 'Interviews can be held in "en" only, for now.'},
    )
    metadata = MetadataField(required=False, allow_null=True)

    def validate_expires_at(self, value: Any) -> Any:
        now = timezone.now()
        if value is not None and value <= now:
            raise serializers.ValidationError("This time is over already.", code="past")
        if value is not None and value > now + EXPIRY_MAX:
            raise serializers.ValidationError(f"At most {EXPIRY_MAX.days} days from now are possible.", code="too_late")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("job_description_id" in attrs) == ("job_description" in attrs):
            raise serializers.ValidationError(
                "Give either job_description_id or job_description.", code="one_of_two_needed"
            )
        return attrs


class ScheduleInput(InterviewOptions):
    candidate = CandidateInput()


class InviteInput(InterviewOptions):
    candidates = serializers.ListField(
        child=CandidateInput(), min_length=1, max_length=CANDIDATES_MAX, help_text="Each gets a mail with a link."
    )

    def validate_candidates(self, candidates: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
        emails = [candidate["email"].lower() for candidate in candidates]
        if len(set(emails)) < len(emails):
            raise serializers.ValidationError("An email address stands here twice.", code="repeated")
        return candidates


class CandidateOutput(serializers.Serializer[Any]):
    name = serializers.CharField()
    email = serializers.CharField()
    external_id = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["string", "null"]})
    def get_external_id(self, candidate: Any) -> str | None:
        return candidate.external_id or None


class JobReference(serializers.Serializer[Any]):
    id = serializers.CharField()
    title = serializers.CharField()


class WithMails(serializers.ListSerializer[Interview]):
    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        prefetch_related_objects(rows, "invitation_mail")
        return super().to_representation(rows)


class InterviewOutput(serializers.Serializer[Interview]):
    interview_id = serializers.CharField(source="id")
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=Interview.Status.choices)
    candidate = CandidateOutput()
    job_description = JobReference(source="job")
    language = serializers.CharField()
    metadata = serializers.DictField(child=serializers.CharField())
    redirect_url = serializers.SerializerMethodField()
    questions_ready = serializers.SerializerMethodField(help_text="The candidate can start.")
    created_at = Moment()
    expires_at = Moment(help_text="Until when it can be started.")
    started_at = Moment(allow_null=True, help_text="When the first scored question was asked.")
    completed_at = Moment(allow_null=True)
    end_reason = serializers.SerializerMethodField()
    invitation_mail = serializers.SerializerMethodField(
        help_text=(
            "Null where none was asked for. `not_sent_in_test_mode`: a test key's mails go to people of your "
            "organization alone."
        )
    )

    class Meta:
        list_serializer_class = WithMails

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_redirect_url(self, interview: Interview) -> str | None:
        return interview.redirect_url or None

    def get_questions_ready(self, interview: Interview) -> bool:
        return interview.plan_id is not None

    @extend_schema_field({"type": ["string", "null"], "enum": [*Interview.EndReason.values, None]})
    def get_end_reason(self, interview: Interview) -> str | None:
        return interview.end_reason or None

    @extend_schema_field({"type": ["string", "null"], "enum": [*MAILS.values(), None]})
    def get_invitation_mail(self, interview: Interview) -> str | None:
        mail: InvitationMail | None = getattr(interview, "invitation_mail", None)
        return MAILS[mail.status] if mail else None


class NewInterviewOutput(InterviewOutput):
    """`interview_url` is told here once: only its hash is stored."""

    interview_url = serializers.CharField(help_text="For the candidate alone: whoever holds it can take the interview.")


class InvitedOutput(serializers.Serializer[Any]):
    interviews = NewInterviewOutput(many=True, help_text="In the order of `candidates`.")


class InterviewFilter(SpanFilter):
    status = serializers.ChoiceField(choices=Interview.Status.choices, required=False)
    job_description_id = serializers.CharField(required=False)
    external_id = serializers.CharField(required=False, help_text="Of the candidate.")
    email = serializers.CharField(required=False, help_text="Of the candidate.")
