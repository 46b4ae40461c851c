"""Engines for tests: real implementations of the language-model port that say what a test tells them to."""

import json
from collections.abc import Iterator, Mapping
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
        "feedback": "Names the plan and measures.",
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
