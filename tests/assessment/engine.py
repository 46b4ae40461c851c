"""The engine that the settings name, asked about many answers: on all cores, each answer once."""

import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import django

from evaluations.judging.judge import Verdict
from evaluations.judging.whole_answer import WholeAnswer, assess
from interviews.masking.person import Person
from interviews.plan import PlannedQuestion
from providers.config import AIConfig
from providers.registry import Providers

TURN = 1
AT_ONCE = 8  # Of one process's answers: few enough that all processes end together.


@dataclass(frozen=True)
class Case:
    """`name` is the candidate's, as the organization knows it."""

    question: PlannedQuestion
    text: str
    name: str = ""


@dataclass(frozen=True)
class Judged:
    """`score` is None where the engine gives no number, 0..10 otherwise; `level` is empty then."""

    score: float | None
    level: str
    flags: tuple[str, ...]

    @property
    def points(self) -> float:
        """What an answer without a number is worth to somebody who wanted one."""
        return self.score or 0.0


class Engine:
    """`judge` keeps what it has judged; `judge_again` does not look at it."""

    def __init__(self, config: AIConfig, processes: int | None = None) -> None:
        self.config = config
        self._processes = processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._judged: dict[Case, Judged] = {}

    @property
    def attacks_each(self) -> int:
        """How many texts of attack one question stands for: a model that costs something is asked about few."""
        return 2 if self.config.llm_url else 10

    @property
    def most(self) -> int | None:
        """Of texts that are no answers to the questions asked about. None: all."""
        return 6 if self.config.llm_url else None

    def judge(self, cases: Sequence[Case]) -> list[Judged]:
        unknown = [case for case in dict.fromkeys(cases) if case not in self._judged]
        self._judged |= dict(zip(unknown, self.judge_again(unknown), strict=True))
        return [self._judged[case] for case in cases]

    def judge_again(self, cases: Sequence[Case]) -> list[Judged]:
        if self._processes == 1:
            return [judged(self.config, case) for case in cases]
        return list(self._workers().map(judged, [self.config] * len(cases), cases, chunksize=AT_ONCE))

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"), initializer=set_up)
        return self._pool


def judged(config: AIConfig, case: Case) -> Judged:
    """Raises ProviderError."""
    return read(verdict(config, case))


def verdict(config: AIConfig, case: Case) -> Verdict:
    from organizations.usage.ai import prompt

    engines = Providers(config)
    answer = WholeAnswer(case.question, {TURN: case.text}, person=Person(case.name))
    return assess(engines.llm("essential"), engines.coverage(), prompt("score_answer"), answer)


def read(verdict: Verdict) -> Judged:
    return Judged(
        score=None if verdict.score is None else float(verdict.score),
        level=verdict.anchor_level or "",
        flags=tuple(verdict.flags),
    )


def set_up() -> None:
    """Settings without stores: they are named, and nothing here connects to them."""
    named = {
        "DJANGO_SETTINGS_MODULE": "interviewai.settings",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": "postgresql://none@127.0.0.1/none",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "LOG_LEVEL": "WARNING",
    }
    for name, value in named.items():
        os.environ.setdefault(name, value)
    django.setup()
