"""Status and results of interviews on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluations.models import Evaluation
from evaluations.rubric import Recommendation, Status
from interviews.models import Interview, Turn
from interviews.platform_api.serializers import InterviewOutput, JobReference
from organizations.platform_api.serializers import Moment


class Percent(serializers.IntegerField):
    def __init__(self) -> None:
        super().__init__(allow_null=True, min_value=0, max_value=100)


class EvaluationProgress(serializers.Serializer[Evaluation]):
    status = serializers.ChoiceField(choices=Evaluation.Status.choices)
    revision = serializers.IntegerField()
    finalized_at = Moment(allow_null=True)


class QuestionProgress(serializers.Serializer[Any]):
    questions_total = serializers.IntegerField(allow_null=True, help_text="Null while they are being written.")
    questions_asked = serializers.IntegerField()


class InterviewStatusOutput(InterviewOutput):
    progress = serializers.SerializerMethodField()
    evaluation = serializers.SerializerMethodField(help_text="Null before the interview is completed.")

    @extend_schema_field(QuestionProgress)
    def get_progress(self, interview: Interview) -> dict[str, int | None]:
        asked = interview.turns.filter(kind=Turn.Kind.MAIN).count()
        total = len(interview.plan.plan.questions) if interview.plan else None
        return {"questions_total": total, "questions_asked": asked}

    @extend_schema_field(EvaluationProgress(allow_null=True))
    def get_evaluation(self, interview: Interview) -> Any:
        evaluation = Evaluation.objects.filter(interview=interview).first()
        return EvaluationProgress(evaluation).data if evaluation else None


class ResultCandidate(serializers.Serializer[Any]):
    name = serializers.CharField()
    email = serializers.CharField()
    external_id = serializers.CharField(allow_null=True)


class ResultScores(serializers.Serializer[Any]):
    """0 to 100; null where nothing could be scored, which is not the same as 0."""

    overall = Percent()
    technical = Percent()
    behavioral = Percent()
    communication = Percent()


class Quote(serializers.Serializer[Any]):
    turn = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()


class Finding(serializers.Serializer[Any]):
    text = serializers.CharField()
    question_key = serializers.CharField()
    evidence = Quote(many=True)


class RedFlag(Finding):
    flag = serializers.CharField()


class Findings(serializers.Serializer[Any]):
    strengths = Finding(many=True)
    weaknesses = Finding(many=True)
    red_flags = RedFlag(many=True)


class Exchange(serializers.Serializer[Any]):
    turn = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Turn.Kind.choices)
    q = serializers.CharField()
    a = serializers.CharField(help_text="The words that count: corrected by the candidate, or typed, or heard.")
    answer_mode = serializers.ChoiceField(choices=Turn.AnswerMode.choices)
    machine_transcript = serializers.CharField()
    corrected = serializers.BooleanField()
    faults = serializers.ListField(child=serializers.DictField(), help_text="What failed on our side.")


class ResultTurn(serializers.Serializer[Any]):
    """One question with its follow-ups."""

    question_key = serializers.CharField()
    q = serializers.CharField()
    a = serializers.CharField()
    type = serializers.CharField()
    competency = serializers.CharField()
    status = serializers.ChoiceField(choices=[each.value for each in Status])
    score = serializers.FloatField(allow_null=True, help_text="0 to 10; null with the `status` that says why.")
    feedback = serializers.CharField()
    evidence = Quote(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Expected points that were not heard.")
    anchor_level = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    spread = serializers.FloatField(allow_null=True)
    asr_confidence = serializers.FloatField(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())
    provider = serializers.CharField()
    model = serializers.CharField()
    prompt_version = serializers.IntegerField(allow_null=True)
    prompt_sha256 = serializers.CharField()
    rubric_version = serializers.CharField()
    exchanges = Exchange(many=True)


class ResultArtifacts(serializers.Serializer[Any]):
    audio_urls = serializers.ListField(
        child=serializers.CharField(), help_text="They open without a login for a limited time; ask again for new ones."
    )


class AboutEvaluation(serializers.Serializer[Any]):
    id = serializers.CharField()
    status = serializers.ChoiceField(choices=Evaluation.Status.choices)
    revision = serializers.IntegerField()
    engine = serializers.CharField()
    rubric_version = serializers.CharField()
    finalized_at = Moment(allow_null=True)


class InterviewResultsOutput(serializers.Serializer[Any]):
    """The data of the event `interview.completed`, with more of each answer."""

    interview_id = serializers.CharField()
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=Interview.Status.choices)
    candidate = ResultCandidate()
    job_description = JobReference()
    metadata = serializers.DictField(child=serializers.CharField())
    redirect_url = serializers.CharField(allow_null=True)
    completed_at = Moment(allow_null=True)
    end_reason = serializers.CharField(allow_null=True)
    scores = ResultScores()
    recommendation = serializers.ChoiceField(choices=[each.value for each in Recommendation], allow_null=True)
    strengths = serializers.ListField(child=serializers.CharField())
    weaknesses = serializers.ListField(child=serializers.CharField())
    red_flags = serializers.ListField(child=serializers.CharField())
    findings = Findings(help_text="Strengths, weaknesses and red flags with their evidence.")
    transcript = serializers.CharField()
    turns = ResultTurn(many=True)
    artifacts = ResultArtifacts()
    evaluation = AboutEvaluation()
    evaluation_revision = serializers.IntegerField()
    results_url = serializers.CharField()
