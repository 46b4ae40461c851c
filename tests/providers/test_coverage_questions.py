from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from jobs.generated_questions import QUESTIONS_MAX, QUESTIONS_MIN, GeneratedQuestion, GeneratedQuestions, sameness
from providers.llm import Prompt
from providers.local.question_bank import BankQuestion, bank
from providers.registry import Providers

JOBS = {
    "backend": (
        "Back end engineer",
        "Build Python services and APIs on Postgres, with queues and high load.",
        "Fintech",
    ),
    "frontend": ("Front end developer", "React and TypeScript, accessible and fast user interfaces.", "Media"),
    "data": ("Data scientist", "Train models, run experiments and explain results. Python, SQL.", "Retail"),
    "devops": ("DevOps engineer", "Kubernetes, Terraform, deployments, on call.", ""),
    "sales": ("Account executive", "Win new customers, run the pipeline, negotiate and reach the quota.", "Software"),
    "support": ("Customer support agent", "Answer tickets and calms upset customers.", "E-commerce"),
    "product": ("Product manager", "Own the roadmap, talk to users, work with engineers.", "Software"),
    "finance": ("Accountant", "Month end close, reconciliations, payments and budgets.", "Manufacturing"),
    "healthcare": ("Registered nurse", "Care for patients on a surgical ward, medication, relatives.", "Hospital"),
    "management": ("Team lead", "Lead a team of eight, set goals, develop people, improve processes.", "Logistics"),
}


def generate(
    local: Providers,
    job: tuple[str, str, str],
    own: tuple[str, ...] = (),
    difficulty: str = "middle",
    count_min: int = 8,
    count_max: int = 12,
) -> list[GeneratedQuestion]:
    title, description, industry = job
    context = {
        "job": {"title": title, "description": description, "industry": industry, "difficulty": difficulty},
        "own_questions": list(own),
        "count_min": count_min,
        "count_max": count_max,
    }
    return answered(local, context)


def asked_of(local: Providers, job: dict[str, str]) -> list[GeneratedQuestion]:
    return answered(local, {"job": job, "own_questions": [], "count_min": QUESTIONS_MIN, "count_max": QUESTIONS_MAX})


def answered(local: Providers, context: dict[str, Any]) -> list[GeneratedQuestion]:
    prompt = Prompt("generate_questions", 1, "Write questions.")
    return local.llm("essential").generate(prompt, context, output=GeneratedQuestions).data.questions


def authored(questions: Iterable[GeneratedQuestion]) -> list[BankQuestion]:
    """Those of the bank; the others were written about a duty."""
    by_text = {question.text: question for question in bank()}
    return [by_text[question.text] for question in questions if question.text in by_text]


@pytest.mark.parametrize("field", JOBS)
def test_technical_questions_are_about_the_duties_or_from_the_field_of_the_job(local: Providers, field: str) -> None:
    questions = generate(local, JOBS[field])
    technical = [question for question in questions if question.type == "technical"]
    assert {question.field for question in authored(technical)} <= {field}
    assert Counter(question.type for question in questions).keys() == {"technical", "behavioral", "communication"}


def test_the_bank_s_question_is_asked_where_it_is_near_to_a_duty(local: Providers) -> None:
    questions = generate(local, ("Accountant", "Close the books at the end of each month. Build forecasts.", ""))
    assert "Walk me through a month end close and how you make sure that the figures are right." in texts(questions)


def test_a_job_that_nobody_knows_is_asked_about_its_title_and_what_fits_any_job(local: Providers) -> None:
    questions = generate(local, ("Zeppelin Varnisher", "", ""))
    assert sum("zeppelin varnisher" in text for text in texts(questions)) >= 6
    assert {question.field for question in authored(questions)} <= {"general", "behavioral", "communication"}


def test_no_duty_is_asked_about_twice_where_an_own_question_is_about_it(local: Providers) -> None:
    job = (
        "Plumber",
        "Unblock drains. Install boilers. Find leaks. Give estimates. Read plans. Service gas appliances.",
        "",
    )
    questions = generate(local, job, ("How do you unblock drains?",))
    assert [text for text in texts(questions)[1:] if "unblock drains" in text] == []


def test_own_questions_come_first_word_for_word(local: Providers) -> None:
    own = ("Why <b>us</b>, of all companies?", "¿Cómo pruebas tu código?", "How do you read a slow query's plan?")
    questions = generate(local, JOBS["backend"], own)
    assert tuple(question.text for question in questions[:3]) == own
    assert len(questions) == 10


def test_an_own_question_borrows_what_the_bank_expects_of_its_like(local: Providers) -> None:
    (own, *_) = generate(local, JOBS["backend"], ("Which database indexes do you know, and when do you use them?",))
    assert own.competency == "Databases"
    assert any("index" in point for point in own.expected_points)
    (motivation, *_) = generate(local, JOBS["backend"], ("Why do you want to work here?",))
    assert (motivation.type, motivation.competency) == ("behavioral", "Motivation")
    (unlike, *_) = generate(local, JOBS["backend"], ("Do you have a driving licence?",))
    assert unlike.competency == "Role knowledge"


def test_a_bank_question_that_is_an_own_question_is_not_asked_twice(local: Providers) -> None:
    first = authored(generate(local, JOBS["sales"]))[0]
    questions = generate(local, JOBS["sales"], (first.text.upper(),))
    assert [sameness(question.text) for question in questions].count(sameness(first.text)) == 1


@pytest.mark.parametrize("own", [0, 1, 8, 12, 15])
def test_there_are_always_as_many_as_were_asked_for(local: Providers, own: int) -> None:
    questions = generate(local, JOBS["data"], tuple(f"Own question number {number}?" for number in range(own)))
    assert len(questions) == min(12, max(10, own))


def test_a_short_list_still_has_each_type(local: Providers) -> None:
    questions = generate(local, JOBS["devops"], count_min=8, count_max=8)
    assert len(questions) == 8
    assert {question.type for question in questions} == {"technical", "behavioral", "communication"}


def texts(questions: Iterable[GeneratedQuestion]) -> list[str]:
    return [question.text for question in questions]


def test_the_same_job_always_gets_the_same_questions(local: Providers) -> None:
    assert generate(local, JOBS["finance"]) == generate(local, JOBS["finance"])


def test_an_empty_description_still_gets_questions(local: Providers) -> None:
    assert len(generate(local, ("", "", ""), difficulty="")) == 10


def test_the_bank_is_complete() -> None:
    questions = bank()
    assert len(questions) >= 250
    assert len({question.id for question in questions}) == len(questions)
    assert len({sameness(question.text) for question in questions}) == len(questions)
    for question in questions:
        GeneratedQuestion.model_validate(question.as_output())
        assert 3 <= len(question.points) <= 6
        assert question.probe.endswith(("?", "."))
        assert set(question.levels) <= {"junior", "middle", "senior"}
        assert question.levels
