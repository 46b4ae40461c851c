"""Status and results of interviews on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evaluations.models import Evaluation
from evaluations.rubric import Hold, Outcome, Recommendation, Status
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
    """0 to 100; null where nothing was measured, which is not the same as 0."""

    overall = Percent()
    technical = Percent()
    behavioral = Percent()
    communication = Percent()


class ResultRange(serializers.Serializer[Any]):
    low = serializers.IntegerField(min_value=0, max_value=100)
    high = serializers.IntegerField(min_value=0, max_value=100)


class ResultRanges(serializers.Serializer[Any]):
    """With everything that is missing at its lowest and at its highest; null where the plan has none of the kind."""

    overall = ResultRange(allow_null=True)
    technical = ResultRange(allow_null=True)
    behavioral = ResultRange(allow_null=True)
    communication = ResultRange(allow_null=True)


class Lack(serializers.Serializer[Any]):
    """What `recommended` and above would need."""

    what = serializers.ChoiceField(choices=["kind", "share"], help_text="A kind of question, or a larger share.")
    kind = serializers.CharField(allow_null=True)
    question_keys = serializers.ListField(child=serializers.CharField(), help_text="Ours alone, where a part is ours.")
    ours = serializers.BooleanField(help_text="Missing because of us: not asked, lost, or not scored.")


class Quote(serializers.Serializer[Any]):
    turn = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    point = serializers.CharField(help_text="The expected point that it speaks of; empty where it is of none.")


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


class Review(serializers.Serializer[Any]):
    """What a person made of a score that waited for one."""

    outcome = serializers.ChoiceField(choices=[each.value for each in Outcome])
    score = serializers.FloatField(allow_null=True)
    note = serializers.CharField()
    reviewed_by_id = serializers.CharField()
    reviewed_at = Moment(allow_null=True)


class ResultTurn(serializers.Serializer[Any]):
    """One question with its follow-ups."""

    question_key = serializers.CharField()
    q = serializers.CharField()
    a = serializers.CharField()
    type = serializers.CharField()
    competency = serializers.CharField()
    status = serializers.ChoiceField(choices=[each.value for each in Status])
    score = serializers.FloatField(allow_null=True, help_text="0 to 10; null with the `status` that says why.")
    engine_score = serializers.FloatField(
        allow_null=True, help_text="The engine's own, also where it waits for a person or one has decided otherwise."
    )
    coverage = serializers.FloatField(
        allow_null=True, help_text="0 to 10: how much of the expected points was found, without a language model."
    )
    held_because = serializers.ListField(
        child=serializers.ChoiceField(choices=[each.value for each in Hold]),
        help_text="Why the score waits, or has waited, for a person.",
    )
    review = Review(allow_null=True)
    feedback = serializers.CharField()
    evidence = Quote(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Expected points that were not heard.")
    anchor_level = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    spread = serializers.FloatField(allow_null=True)
    asr_confidence = serializers.FloatField(allow_null=True)
    samples = serializers.ListField(child=serializers.DictField(), help_text="Each judgement that the score is of.")
    flags = serializers.ListField(child=serializers.CharField())
    provider = serializers.CharField()
    model = serializers.CharField()
    served_model = serializers.CharField(help_text="What the server called the model that answered.")
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
    ranges = ResultRanges()
    margin = serializers.FloatField(
        allow_null=True,
        help_text="Half the width of overall's 95 % interval: other questions, and the same words judged again.",
    )
    recommendation = serializers.ChoiceField(choices=[each.value for each in Recommendation], allow_null=True)
    tie_with = serializers.ChoiceField(
        choices=[each.value for each in Recommendation],
        allow_null=True,
        help_text="The neighbouring recommendation, where overall is as near its threshold as measuring can tell.",
    )
    lacking = Lack(many=True)
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
