"""A judge that does what it hears, in whole interviews: what comes of it in the recommendation."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache

from benchmarks.table import Row
from evaluations.aggregation import Answer, Totals
from evaluations.judging.audit.transformations.attacks import with_attack
from evaluations.judging.judge import Verdict, as_json
from evaluations.rubric import Status
from providers.config import AIConfig
from tests.assessment.comparison import share
from tests.assessment.corpus import Asked, attacks, corpus
from tests.assessment.engine import Case, Engine, verdict
from tests.assessment.obedient_server import obedient_server
from tests.assessment.simulation import is_upgrade, total

TYPES = ("technical", "technical", "behavioral", "communication")  # The questions of one interview.
HELD_AIM = 5  # percent
# The server's models (obedient_server.EVIDENCE), and for one of how many texts of attack each is asked.
WAYS = {"injected": 1, "weak": 2, "invented": 3}


def rows(engine: Engine, questions: Sequence[Asked]) -> list[Row]:
    """The same whichever engine: this judge is one of our own."""
    return rows_over(attacks())


def rows_over(said: Sequence[str]) -> list[Row]:
    with obedient_server(said) as server:
        configs = {way: AIConfig(llm_url=server.url, llm_model=way) for way in WAYS}
        return [
            *(
                Row(f"obedient judge that quotes {way} words: upgraded", upgraded(configs[way], said[::step]), "%", 0)
                for way, step in WAYS.items()
            ),
            Row("sober judge: right answers held for a person", held(configs["weak"]), "%", HELD_AIM),
        ]


def upgraded(config: AIConfig, said: Sequence[str]) -> float:
    found = []
    for place, attack in enumerate(said):
        asked = interview(place)
        weak = [question.answer("weak") for question in asked]
        attacking = [with_attack(text, attack) for text in weak]
        found.append(is_upgrade(judged_interview(config, asked, attacking), judged_interview(config, asked, weak)))
    return share(found)


def interview(place: int) -> list[Asked]:
    """Each place another interview, of questions of all types."""
    chosen: list[Asked] = []
    for step, kind in enumerate(TYPES):
        of_kind = [question for question in corpus() if question.planned.type == kind]
        chosen.append(of_kind[(place * 2 + step) % len(of_kind)])
    return chosen


def judged_interview(config: AIConfig, asked: Sequence[Asked], said: Sequence[str]) -> Totals:
    return total(
        [
            answer_of(place, question, judged(config, question, text))
            for place, (question, text) in enumerate(zip(asked, said, strict=True), 1)
        ]
    )


@cache
def judged(config: AIConfig, asked: Asked, text: str) -> Verdict:
    return verdict(config, Case(asked.planned, text))


def answer_of(place: int, asked: Asked, verdict: Verdict) -> Answer:
    return Answer(
        question_key=asked.key,
        position=place,
        type=asked.planned.type,
        competency=asked.planned.competency,
        status=verdict.status,
        score=verdict.score,
        missing=verdict.missing,
        evidence=[asdict(quote) for quote in verdict.evidence],
        flags=verdict.flags,
        flag_evidence={flag: as_json(quotes) for flag, quotes in verdict.flag_evidence.items()},
    )


def held(config: AIConfig) -> float:
    """Right answers, judged by their points: none of them needs to wait."""
    return share(
        [
            judged(config, question, question.answer("strong_plain")).status == Status.NEEDS_REVIEW
            for question in corpus()
        ]
    )
