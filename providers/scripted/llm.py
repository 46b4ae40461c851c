"""A language model from a script: valid, fixed answers to the prompts of an interview."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from providers.errors import Unsupported
from providers.llm import LLMCapabilities, LLMVendor, Request
from providers.scripted.questions import QUESTIONS, own_question
from providers.scripted.stage import perform
from providers.usage import Usage
from providers.words import sentences

SHORT_ANSWER_WORDS = 25
WORDS_FOR_A_POINT = 5
QUOTE_WORDS = 12
MOST_CLAIMS = 20
FREE_TEXT = "Thank you, that is clear."


class ScriptedLLM(LLMVendor):
    provider = "scripted"
    model = "scripted-llm"
    capabilities = LLMCapabilities(streaming=True, free_text=True, repairs=0)

    def _generate(self, request: Request, usage: Usage) -> str:
        perform(self.config.scripted, "llm")
        answer = ANSWERS.get(request.prompt.name)
        if answer is None and request.output is not None:
            raise Unsupported("The script has no answer to this prompt.", provider=self.provider)
        text = FREE_TEXT if answer is None else json.dumps(answer(request.context), ensure_ascii=False)
        usage.units = len(request.document.split()) + len(text.split())
        return text

    def _stream(self, request: Request, usage: Usage) -> Iterator[str]:
        yield from self._generate(request, usage).splitlines(keepends=True)


def generate_questions(context: dict[str, Any]) -> dict[str, Any]:
    """The organization's own questions word for word, then of ours as many as there is room for."""
    texts = context.get("own_questions", [])[: context["count_max"]]
    ours = [question for question in QUESTIONS if question["text"] not in texts]
    return {"questions": [own_question(text) for text in texts] + ours[: context["count_max"] - len(texts)]}


def decide_follow_up(context: dict[str, Any]) -> dict[str, Any]:
    """The authored probe once, after a short answer."""
    question = context["question"]
    short = len(context["answer"].split()) < SHORT_ANSWER_WORDS
    if short and question["probe"] and context["follow_ups_left"] > 0 and not context["follow_ups_asked"]:
        missing = (question["expected_points"] or [None])[0]
        return {"action": "follow_up", "follow_up": question["probe"], "missing_point": missing}
    return {"action": "next", "follow_up": None, "missing_point": None}


def score_answer(context: dict[str, Any]) -> dict[str, Any]:
    """A score by length, with the first words of sentences as its evidence, for half of the points."""
    spoken = [answer for answer in context["answers"] if answer["text"].split()]
    words = sum(len(answer["text"].split()) for answer in spoken)
    score = min(10, words // WORDS_FOR_A_POINT)
    points = context["question"]["expected_points"] or [""]
    claims = [claim for answer in spoken for claim in claims_of(answer, points[: (len(points) + 1) // 2])]
    return {
        "evidence": claims[:MOST_CLAIMS],
        "missing": [] if score >= 8 else list(context["question"]["expected_points"][-1:]),
        "anchor_level": ("low" if score < 4 else "middle" if score < 7 else "high") if spoken else None,
        "score": score if spoken else None,
        "sufficient": bool(spoken),
        "confidence": 0.9 if spoken else 0.0,
        "insufficient_because": None if spoken else "too_little",
        "flags": [],
    }


def check_support(context: dict[str, Any]) -> dict[str, Any]:
    """A script takes each quote for support of any point."""
    return {"shares": [1.0] * len(context["claims"])}


def claims_of(answer: dict[str, Any], points: Sequence[str]) -> list[dict[str, Any]]:
    quotes = [first_words(span.text) for span in sentences(answer["text"])] or [first_words(answer["text"])]
    return [
        {"turn": answer["turn"], "quote": quotes[place % len(quotes)], "point": point}
        for place, point in enumerate(points)
    ]


def first_words(text: str) -> str:
    """Verbatim: cut out of the text, not put together again."""
    end = 0
    for word in text.split()[:QUOTE_WORDS]:
        end = text.index(word, end) + len(word)
    return text[:end].strip()


ANSWERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "generate_questions": generate_questions,
    "decide_follow_up": decide_follow_up,
    "score_answer": score_answer,
    "check_support": check_support,
}
