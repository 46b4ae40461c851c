"""Which questions stay when new ones are generated, and how the new ones join them."""

from jobs import own_questions
from jobs.generated_questions import GeneratedQuestion, GeneratedQuestions, Kept, additions, sameness
from jobs.models import GenerationMode, JobDescription, Origin, Question


def kept_questions(job: JobDescription) -> list[Question]:
    """What generating leaves alone, own questions first. What was edited since the request always stays."""
    questions = list(job.questions.all())
    own = [question for question in questions if question.origin == Origin.OWN]
    return own + [question for question in questions if question.origin != Origin.OWN and _stays(job, question)]


def _stays(job: JobDescription, question: Question) -> bool:
    if question.edited_at is None or job.generation_requested_at is None:
        return False
    return job.generation_mode == GenerationMode.KEEP or question.edited_at > job.generation_requested_at


def replace(job: JobDescription, generated: GeneratedQuestions) -> None:
    """Run it with the job locked. Raises UnusableQuestions."""
    kept = kept_questions(job)
    _describe_bare(kept, generated)
    added = additions([Kept(question.text, question.type) for question in kept], generated)
    job.questions.exclude(pk__in=[question.pk for question in kept]).delete()
    rows = [_described(Question(job=job, text=question.text, origin=Origin.GENERATED), question) for question in added]
    for position, row in enumerate(rows, len(kept) + 1):
        row.position = position
    own_questions.number([*kept, *Question.objects.bulk_create(rows)])


def is_bare(question: Question) -> bool:
    """Nothing but its words is known: what an answer to it should hold has yet to be written."""
    return not (question.expected_points or question.competency or question.anchor_high or question.probe)


def _describe_bare(kept: list[Question], generated: GeneratedQuestions) -> None:
    written = {sameness(question.text): question for question in generated.questions}
    for question in filter(is_bare, kept):
        if description := written.get(sameness(question.text)):
            _described(question, description).save()


def _described(question: Question, description: GeneratedQuestion) -> Question:
    """Everything but the words."""
    question.type = description.type
    question.competency = description.competency
    question.expected_points = description.expected_points
    question.anchor_low = description.anchors.low
    question.anchor_middle = description.anchors.middle
    question.anchor_high = description.anchors.high
    question.probe = description.probe
    return question
