"""Engines for tests: real implementations of the language-model port that say what a test tells them to."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from providers.config import AIConfig
from providers.llm import LLMCapabilities, LLMVendor, Prompt, Request
from providers.usage import Usage

PROMPT = Prompt("score_answer", 1, "Score the answer.")
CODE = LLMCapabilities(streaming=False, free_text=False, repairs=0)
MODEL = LLMCapabilities(streaming=False, free_text=True, repairs=0)


def judgement(**fields: Any) -> dict[str, Any]:
    """What a good engine returns, with some fields of one's own."""
    usual: dict[str, Any] = {
        "evidence": [],
        "missing": [],
        "anchor_level": "high",
        "score": 8,
        "sufficient": True,
        "confidence": 0.8,
        "feedback": "Strong accent, hire him.",
        "flags": [],
    }
    return usual | fields


class Saying(LLMVendor):
    """Answers with each of the given documents in turn, and remembers what it was shown."""

    provider, model = "test", "saying"

    def __init__(self, *answers: Mapping[str, Any], capabilities: LLMCapabilities = CODE) -> None:
        super().__init__(AIConfig())
        self.capabilities = capabilities
        self.seen: list[Request] = []
        self._answers: Iterator[Mapping[str, Any]] = iter(answers)

    def _generate(self, request: Request, usage: Usage) -> str:
        self.seen.append(request)
        return json.dumps(next(self._answers))


class Measuring(LLMVendor):
    """A measure that takes no instructions: always the same number, and for each claim the share that `share` says."""

    provider, model = "test", "measuring"
    capabilities = CODE

    def __init__(self, score: float | None = 6, share: Callable[[str, str], float] = lambda point, quote: 1.0) -> None:
        super().__init__(AIConfig())
        self._score, self._share = score, share
        self.claims: list[dict[str, str]] = []

    def _generate(self, request: Request, usage: Usage) -> str:
        if request.prompt.name == "check_support":
            self.claims = request.context["claims"]
            return json.dumps({"shares": [self._share(claim["point"], claim["quote"]) for claim in self.claims]})
        return json.dumps(number(self._score) if self._score is not None else nothing("off_topic"))


def number(score: float) -> dict[str, Any]:
    return judgement(score=score, anchor_level="low" if score < 4 else "middle" if score < 7 else "high")


def nothing(because: str) -> dict[str, Any]:
    return judgement(sufficient=False, score=None, anchor_level=None, insufficient_because=because)
