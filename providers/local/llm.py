"""The coverage engine as a language-model port: it knows four prompts, and uses their context only."""

import json
from collections.abc import Callable
from typing import Any

from providers.config import AIConfig
from providers.errors import InvalidInput, Unsupported
from providers.llm import LLMCapabilities, LLMVendor, Request
from providers.local.embedding import EMBEDDINGS, Embedding, ModelFile
from providers.local.follow_up import decide_follow_up
from providers.local.measuring.subjects import warm
from providers.local.questions import generate_questions
from providers.local.scoring import check_support, score_answer
from providers.usage import OnCall, Usage

Answer = Callable[[dict[str, Any], Embedding], dict[str, Any]]
ANSWERS: dict[str, Answer] = {
    "generate_questions": generate_questions,
    "decide_follow_up": decide_follow_up,
    "score_answer": score_answer,
    "check_support": check_support,
}


class CoverageLLM(LLMVendor):
    """Not a language model: it measures which expected points an answer covers, and must be called so."""

    provider = "coverage"
    model = "coverage-2"
    capabilities = LLMCapabilities(streaming=False, free_text=False, repairs=0)

    def __init__(self, config: AIConfig, on_call: OnCall) -> None:
        super().__init__(config, on_call)
        self._file = ModelFile.chosen(config)

    def warm(self) -> None:
        warm(EMBEDDINGS.get(self._file))

    def _generate(self, request: Request, usage: Usage) -> str:
        answer = ANSWERS.get(request.prompt.name)
        if answer is None:
            raise Unsupported("Coverage cannot answer this prompt.", provider=self.provider)
        embedding = EMBEDDINGS.get(self._file).within(self._deadline(usage, self.config.llm_timeout_s))
        try:
            text = json.dumps(answer(request.context, embedding), ensure_ascii=False)
        except KeyError as error:
            raise InvalidInput(f"The context has no {error}.", provider=self.provider) from None
        usage.units = len(request.document.split()) + len(text.split())
        return text
