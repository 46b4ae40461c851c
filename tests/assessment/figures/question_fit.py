"""Questions for jobs: about their duties, of no strange field, none twice, and others for juniors than for seniors."""

from collections.abc import Sequence
from typing import Any

from benchmarks.table import Row
from jobs.generated_questions import QUESTIONS_MAX, QUESTIONS_MIN, GeneratedQuestion, GeneratedQuestions, sameness
from providers.registry import Providers
from tests.assessment.comparison import share
from tests.assessment.corpus import Asked, texts
from tests.assessment.engine import Engine

ABOUT, CHANGING = 6, 4  # Questions of one job.
Written = list[GeneratedQuestion]


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    jobs: list[dict[str, Any]] = texts("jobs")["jobs"][: engine.most]
    middle = [written(engine, job, "middle") for job in jobs]
    apart = [changed(written(engine, job, "junior"), written(engine, job, "senior")) for job in jobs]
    pairs = list(zip(jobs, middle, strict=True))
    return [
        Row(
            "jobs with 8 to 12 questions",
            share([QUESTIONS_MIN <= len(each) <= QUESTIONS_MAX for each in middle]),
            "%",
            100,
            more_is_better=True,
        ),
        Row(
            "jobs with six questions about their duties",
            share([about(*pair) >= ABOUT for pair in pairs]),
            "%",
            100,
            more_is_better=True,
        ),
        Row("jobs with a question of a strange field", share([is_strange(*pair) for pair in pairs]), "%", 0),
        Row(
            "jobs with two questions alike",
            share([len({sameness(q.text) for q in each}) < len(each) for each in middle]),
            "%",
            0,
        ),
        Row(
            "jobs with four questions that change with the level",
            share([count >= CHANGING for count in apart]),
            "%",
            100,
            more_is_better=True,
        ),
    ]


def written(engine: Engine, job: dict[str, Any], difficulty: str) -> Written:
    from organizations.usage.ai import prompt

    context = {
        "job": {"title": job["title"], "description": job["description"], "industry": "", "difficulty": difficulty},
        "own_questions": [],
        "count_min": QUESTIONS_MIN,
        "count_max": QUESTIONS_MAX,
    }
    model = Providers(engine.config).llm("essential")
    return model.generate(prompt("generate_questions"), context, output=GeneratedQuestions).data.questions


def about(job: dict[str, Any], questions: Written) -> int:
    return sum(any(word in question.text.casefold() for word in job["must"]) for question in questions)


def is_strange(job: dict[str, Any], questions: Written) -> bool:
    return any(word in said(question) for question in questions for word in job["must_not"])


def said(question: GeneratedQuestion) -> str:
    return " ".join([question.text, question.probe, *question.expected_points]).casefold()


def changed(junior: Written, senior: Written) -> int:
    """Questions for seniors that juniors do not get: other words, points or anchors."""
    known = {content(question) for question in junior}
    return sum(content(question) not in known for question in senior)


def content(question: GeneratedQuestion) -> tuple[object, ...]:
    return (question.text, tuple(question.expected_points), question.anchors)
