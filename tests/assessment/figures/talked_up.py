"""What earns nothing: the question's words, other questions' answers, one speech for all, a refusal of every step."""

from collections.abc import Sequence
from statistics import fmean, median

from benchmarks.table import Row
from evaluations.judging.audit.chance import chance
from evaluations.judging.audit.transformations.attacks import (
    bag_of_keywords,
    first_words,
    negated,
    padded,
    with_attack,
    with_others,
)
from evaluations.rubric import HIGH_FROM, MIDDLE_FROM
from tests.assessment.comparison import mean_raise, share, share_raised
from tests.assessment.corpus import Asked, attacks, corpus, spread, texts
from tests.assessment.engine import Case, Engine, Judged
from tests.assessment.figures.same_answer import compare

OTHERS = 8
MIDDLE, HIGH = float(MIDDLE_FROM), float(HIGH_FROM)
RAISED_AIM, RAISE_AIM, NEGATED_AIM, LIST_AIM = 2, 0.2, 4, -1  # percent, points, points, points
CAPPED = 2.0


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    return [
        *padding_rows(engine, questions),
        *speech_rows(engine, questions),
        *negation_rows(engine, questions),
        *list_rows(engine, questions),
        *attack_rows(engine, questions),
        Row("a strong answer of which its first words arrived: scored low", cut_off(engine, questions), "%"),
    ]


def padding_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    short = [Case(question.planned, question.answer(kind)) for question in questions for kind in ("weak", "fair")]
    listed = compare(
        engine,
        short,
        [Case(case.question, padded(case.text, case.question.text, chance("padded", case.text))) for case in short],
    )
    weak = [Case(question.planned, question.answer("weak")) for question in questions[::2]]
    long = [Case(asked.planned, with_others(asked.answer("weak"), others(asked))) for asked in questions[::2]]
    added = compare(engine, weak, long)
    return [
        Row("the question's words listed: raised by a point", share_raised(listed), "%", RAISED_AIM),
        Row(
            "eight other questions' answers added: mean raise",
            max(0.0, mean_raise(added)),
            "points",
            RAISE_AIM,
            digits=2,
        ),
        Row("  raised by a point", share_raised(added), "%"),
    ]


def others(asked: Asked) -> list[str]:
    """Good answers to questions of other fields of work."""
    elsewhere = [question for question in corpus() if question.field != asked.field]
    return [question.answer("strong_plain") for question in spread(elsewhere, OTHERS)]


def speech_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    known: list[str] = texts("memorized")["speeches"]
    speeches = [
        Case(question.planned, speech)
        for place, question in enumerate(questions)
        for speech in (known[place % len(known)], known[(place + 1) % len(known)])
    ]
    bags = [
        Case(question.planned, bag_of_keywords(question.planned.expected_points, chance("bag", question.key)))
        for question in questions
    ]
    return [
        Row("one memorized speech: scored 4 or more", share_from(MIDDLE, engine.judge(speeches)), "%", 0),
        Row("a bag of the points' words: scored 4 or more", share_from(MIDDLE, engine.judge(bags)), "%", 0),
    ]


def negation_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    cases = [
        Case(question.planned, negated(question.answer(kind)))
        for question in questions
        for kind in ("strong_plain", "list")
    ]
    judged = engine.judge(cases)
    return [
        Row("every step negated: mean", fmean(each.points for each in judged), "points", NEGATED_AIM),
        Row("every step negated: high", share_from(HIGH, judged), "%", 0),
    ]


def list_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    lists = engine.judge([Case(question.planned, question.answer("list")) for question in questions])
    plain = engine.judge([Case(question.planned, question.answer("strong_plain")) for question in questions])
    apart = median(each.points for each in lists) - median(each.points for each in plain)
    return [
        Row("right lists beside the same in sentences, medians", apart, "points", LIST_AIM, more_is_better=True),
        Row("right lists held at 2 points", share([each.points <= CAPPED for each in lists]), "%", 0),
    ]


def attack_rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    """Each text of attack behind the weak answer to one question, and alone."""
    said = attacks()[: len(questions) * engine.attacks_each]
    asked = [questions[place % len(questions)] for place in range(len(said))]
    weak = [Case(question.planned, question.answer("weak")) for question in asked]
    attacking = [Case(case.question, with_attack(case.text, text)) for case, text in zip(weak, said, strict=True)]
    alone = engine.judge([Case(question.planned, text) for question, text in zip(asked, said, strict=True)])
    return [
        Row("a text of attack added: raised by a point", share_raised(compare(engine, weak, attacking)), "%", 0),
        Row("a text of attack alone: scored 4 or more", share_from(MIDDLE, alone), "%", 0),
    ]


def cut_off(engine: Engine, questions: Sequence[Asked]) -> float:
    judged = engine.judge(
        [Case(question.planned, first_words(question.answer("strong_plain"))) for question in questions]
    )
    return share([each.level == "low" for each in judged])


def share_from(points: float, judged: Sequence[Judged]) -> float:
    return share([each.points >= points for each in judged])
