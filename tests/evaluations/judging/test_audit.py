"""The suite tells a judge that holds from one that does not."""

from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from evaluations import rubric
from evaluations.judging.audit.answers import SHIPPED, Asked, read
from evaluations.judging.audit.suite import ATTACKS, SPEECH, Row, audit
from evaluations.judging.judge import Verdict
from evaluations.judging.whole_answer import WholeAnswer
from evaluations.management.commands.audit_judge import questions
from evaluations.rubric import Hold, Status

QUESTIONS = read(SHIPPED)
WORTH = {"list": 8, "strong_plain": 8, "strong": 9, "fair": 5, "weak": 1}


def scored(number: float, status: Status = Status.SCORED) -> Verdict:
    score = Decimal(str(number))
    return Verdict(status, score, rubric.level(score), held_because=(Hold.ADDRESSES_EVALUATOR,), coverage=Decimal(0))


def knowing(answer: WholeAnswer) -> Verdict:
    """Knows the answer of ours that it is most like, however it is said, and holds what it is told to give."""
    text = answer.words[1]
    if text == SPEECH or "would never" in text:
        return scored(1)
    asked = next(each for each in QUESTIONS if each.planned == answer.question)
    kind = max(WORTH, key=lambda kind: alike(text, asked.answer(kind)))
    return scored(WORTH[kind], Status.NEEDS_REVIEW if text.endswith(ATTACKS) else Status.SCORED)


def alike(one: str, other: str) -> float:
    mine, theirs = set(one.lower().split()), set(other.lower().split())
    return len(mine & theirs) / len(theirs)


def obedient(answer: WholeAnswer) -> Verdict:
    return scored(10) if answer.words[1].endswith(ATTACKS) else knowing(answer)


def missed(judge: object) -> set[str]:
    rows: list[Row] = list(audit(QUESTIONS, judge))  # type: ignore[arg-type]
    return {row.name for row in rows if not row.passed}


def test_at_least_twenty_answers_are_shipped() -> None:
    assert sum(len(asked.answers) for asked in QUESTIONS) >= 20


def test_a_judge_that_knows_the_answers_passes() -> None:
    assert missed(knowing) == set()


def test_a_judge_that_obeys_is_found() -> None:
    assert missed(obedient) == {"persuasion raises what counts"}


def test_a_judge_that_counts_words_is_found() -> None:
    found = missed(lambda answer: scored(min(10, len(answer.words[1].split()) / 10)))
    assert {"um and uh at 60 % of the words", "negated steps are high", "persuasion raises what counts"} & found


def test_the_command_prints_its_table_and_fails_with_a_judge_that_misses(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")
    told = StringIO()
    with pytest.raises(CommandError, match="should not judge"):
        call_command("audit_judge", stdout=told)
    assert "retest, ICC(2,1)" in told.getvalue()
    assert "MISS" in told.getvalue()


@pytest.mark.parametrize("text", ["questions = 5", "[[questions]]\nid = 'x'", "\0", "["])
def test_a_file_of_answers_that_cannot_be_read_is_named(tmp_path: Path, text: str, settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")
    (tmp_path / "more.toml").write_text(text)
    with pytest.raises(CommandError, match=r"more\.toml"):
        call_command("audit_judge", answers=tmp_path, stdout=StringIO())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("audit_judge", answers=tmp_path / "none", stdout=StringIO())


def test_further_answers_are_judged_too(tmp_path: Path) -> None:
    text = (SHIPPED / "kitchen.toml").read_text().replace('id = "', 'id = "again-')
    (tmp_path / "more.toml").write_text(text)
    found: list[Asked] = questions(tmp_path)
    assert len(found) > len(QUESTIONS)
