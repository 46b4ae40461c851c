"""Job descriptions on the wire. The limits are those of the pages."""

from typing import Any

from rest_framework import serializers

from jobs.generated_questions import QUESTIONS_MAX, SPOKEN_MAX
from jobs.models import (
    DESCRIPTION_MAX,
    INDUSTRY_MAX,
    TITLE_MAX,
    Difficulty,
    GenerationMode,
    GenerationStatus,
    JobDescription,
    Question,
    QuestionType,
)
from jobs.own_questions import lines, one_line
from organizations.platform_api.serializers import BodySerializer, Moment, SpanFilter, Text


class SpokenText(Text):
    """Text that is read aloud or stands in one line: line ends and runs of blanks are single blanks."""

    def to_internal_value(self, data: Any) -> str:
        return one_line(super().to_internal_value(data))


class JobDescriptionInput(BodySerializer):
    title = SpokenText(max_length=TITLE_MAX)
    description = Text(max_length=DESCRIPTION_MAX, help_text="What the questions are written from.")
    industry = SpokenText(max_length=INDUSTRY_MAX, required=False, allow_blank=True)
    difficulty = serializers.ChoiceField(choices=Difficulty.choices, required=False)
    custom_questions = serializers.ListField(
        child=SpokenText(max_length=SPOKEN_MAX),
        max_length=QUESTIONS_MAX,
        required=False,
        help_text="Your own questions. They come first and are asked word for word; the rest is written for you.",
    )

    def validate_custom_questions(self, texts: list[str]) -> list[str]:
        return lines("\n".join(texts))


class QuestionOutput(serializers.Serializer[Question]):
    id = serializers.CharField()
    text = serializers.CharField()
    type = serializers.ChoiceField(choices=QuestionType.choices)
    competency = serializers.CharField()
    expected_points = serializers.ListField(child=serializers.CharField(), help_text="What answers are scored against.")
    anchors = serializers.SerializerMethodField()
    probe = serializers.CharField(help_text="Asked when an expected point is missing.")
    origin = serializers.CharField(help_text="`own` or `generated`.")

    def get_anchors(self, question: Question) -> dict[str, str]:
        return {"low": question.anchor_low, "middle": question.anchor_middle, "high": question.anchor_high}


class GenerationOutput(serializers.Serializer[JobDescription]):
    """How far the writing of the questions is."""

    status = serializers.ChoiceField(choices=GenerationStatus.choices, source="generation_status")
    error = serializers.CharField(source="generation_error", help_text="A sentence for people; empty without one.")
    requested_at = Moment(source="generation_requested_at", allow_null=True)
    generated_at = Moment(allow_null=True)


class JobDescriptionSummary(serializers.Serializer[JobDescription]):
    job_description_id = serializers.CharField(source="id")
    livemode = serializers.BooleanField()
    title = serializers.CharField()
    description = serializers.CharField()
    industry = serializers.CharField()
    difficulty = serializers.ChoiceField(choices=Difficulty.choices)
    custom_questions = serializers.SerializerMethodField()
    generation = GenerationOutput(source="*")
    created_at = Moment()
    updated_at = Moment()
    archived_at = Moment(allow_null=True)

    def get_custom_questions(self, job: JobDescription) -> list[str]:
        return lines(job.custom_questions)


class JobDescriptionOutput(JobDescriptionSummary):
    questions = QuestionOutput(many=True, source="questions.all")


class GenerateQuestionsInput(BodySerializer):
    mode = serializers.ChoiceField(
        choices=GenerationMode.choices,
        default=GenerationMode.KEEP,
        help_text="What happens to generated questions that a person has edited. Your own are always kept.",
    )


class JobDescriptionFilter(SpanFilter):
    difficulty = serializers.ChoiceField(choices=Difficulty.choices, required=False)
    generation_status = serializers.ChoiceField(choices=GenerationStatus.choices, required=False)
    archived = serializers.BooleanField(required=False, help_text="Without it, only those that are not.")
