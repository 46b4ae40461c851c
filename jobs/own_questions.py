"""The organization's own questions: one a line in `custom_questions`, a Question row each, always the same words."""

from collections.abc import Sequence

from jobs.models import JobDescription, Origin, Question


def lines(text: str) -> list[str]:
    """The questions of a text with one a line; blank lines and repeats are left out."""
    return list(dict.fromkeys(line for line in (one_line(raw) for raw in text.splitlines()) if line))


def one_line(text: str) -> str:
    return " ".join(text.split())


def place(job: JobDescription) -> None:
    """Gives every line without a row its row, before the generated questions. Run it with the job locked."""
    rows = list(job.questions.all())
    known = {question.text for question in rows}
    missing = [text for text in lines(job.custom_questions) if text not in known]
    own = [question for question in rows if question.origin == Origin.OWN]
    generated = [question for question in rows if question.origin != Origin.OWN]
    added = Question.objects.bulk_create(
        Question(job=job, text=text, position=len(rows) + place) for place, text in enumerate(missing, 1)
    )
    number([*own, *added, *generated])
    rewrite(job)


def put(job: JobDescription, texts: Sequence[str]) -> None:
    """Makes these the own questions, in this order. One whose words stay keeps all that was written about it.

    Run it with the job locked.
    """
    job.questions.filter(origin=Origin.OWN).exclude(text__in=texts).delete()
    job.custom_questions = "\n".join(texts)
    place(job)
    rows = {question.text: question for question in job.questions.filter(origin=Origin.OWN)}
    number([*(rows[text] for text in texts if text in rows), *job.questions.exclude(origin=Origin.OWN)])
    rewrite(job)


def number(questions: list[Question]) -> None:
    """Positions 1 to n, in the order of the list."""
    for position, question in enumerate(questions, 1):
        question.position = position
    Question.objects.bulk_update(questions, ["position"])


def rewrite(job: JobDescription) -> None:
    """Makes the lines say what the rows say."""
    texts = job.questions.filter(origin=Origin.OWN).order_by("position").values_list("text", flat=True)
    job.custom_questions = "\n".join(texts)
    job.save(update_fields=["custom_questions", "updated_at"])
