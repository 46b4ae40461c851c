from collections import Counter

import pytest

from jobs.generated_questions import GeneratedQuestion, GeneratedQuestions, sameness
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
    prompt = Prompt("generate_questions", 1, "Write questions.")
    return local.llm("essential").generate(prompt, context, output=GeneratedQuestions).data.questions


def authored(question: GeneratedQuestion) -> BankQuestion:
    return next(each for each in bank() if each.text == question.text)


@pytest.mark.parametrize("field", JOBS)
def test_most_technical_questions_are_from_the_field_of_the_job(local: Providers, field: str) -> None:
    questions = generate(local, JOBS[field])
    technical = [authored(question).field for question in questions if question.type == "technical"]
    assert technical[0] == field
    assert technical.count(field) >= len(technical) / 2
    assert Counter(question.type for question in questions).keys() == {"technical", "behavioral", "communication"}


def test_a_job_that_the_bank_does_not_know_gets_questions_that_fit_any_job(local: Providers) -> None:
    questions = generate(local, ("Barista", "Make coffee, early shifts, keep the bar clean.", "Gastronomy"))
    technical = [authored(question).field for question in questions if question.type == "technical"]
    assert technical.count("general") >= 4


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
    (first, *_) = generate(local, JOBS["sales"])
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


def test_difficulty_changes_the_choice(local: Providers) -> None:
    junior = {question.text for question in generate(local, JOBS["backend"], difficulty="junior")}
    senior = {question.text for question in generate(local, JOBS["backend"], difficulty="senior")}
    assert junior != senior


def test_the_same_job_always_gets_the_same_questions(local: Providers) -> None:
    assert generate(local, JOBS["finance"]) == generate(local, JOBS["finance"])


def test_an_empty_description_still_gets_questions(local: Providers) -> None:
    assert len(generate(local, ("", "", ""), difficulty="")) == 10


def test_the_bank_is_complete() -> None:
    questions = bank()
    assert len(questions) >= 60
    assert len({question.id for question in questions}) == len(questions)
    assert len({sameness(question.text) for question in questions}) == len(questions)
    for question in questions:
        GeneratedQuestion.model_validate(question.as_output())
        assert 3 <= len(question.points) <= 6
        assert question.probe.endswith(("?", "."))
        assert set(question.levels) <= {"junior", "middle", "senior"}
        assert question.levels
