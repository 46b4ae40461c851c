"""One door for what a model writes: what comes out of it can be stored, shown and read aloud."""

import json
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from providers.config import AIConfig
from providers.errors import InvalidOutput
from providers.llm import LLMCapabilities, LLMVendor, Prompt, Request
from providers.model_text import ANSWER_MAX_CHARS, Prose, prose
from providers.usage import Usage

PROMPT = Prompt("anything", 1, "Answer.")


class Said(BaseModel):
    text: Prose
    quote: str = ""
    share: float = 0.0


class Raw(LLMVendor):
    """A server that answers just so."""

    provider, model = "test", "raw"
    capabilities = LLMCapabilities(streaming=True, free_text=True, repairs=0)

    def __init__(self, answer: str) -> None:
        super().__init__(AIConfig())
        self.answer = answer

    def _generate(self, request: Request, usage: Usage) -> str:
        return self.answer

    def _stream(self, request: Request, usage: Usage) -> Iterator[str]:
        yield from self.answer


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Why\u0000 so?", "Why so?"),
        ("Why\u0007\u001b so\u009f?", "Why so?"),
        ("Why \ud800so\udfff?", "Why so?"),
        ("\u202eWhy\u2066 so\u2069?\u200b", "Why so?"),
        ("Why\u2028so?", "Why so?"),
        ("Why \U0001f642?", "Why \U0001f642?"),
        ("**Why** _so_?", "Why so?"),
    ],
)
@pytest.mark.parametrize("escaped", [True, False])
def test_a_text_of_an_answer_is_without_what_cannot_be_stored_shown_or_spoken(
    written: str, left: str, escaped: bool
) -> None:
    answer = json.dumps({"text": written}, ensure_ascii=escaped)
    generation = Raw(answer).generate(PROMPT, {}, output=Said)
    assert generation.data.text == left
    generation.text.encode("utf-8")
    assert "\0" not in Raw(written).generate(PROMPT, {}).text
    assert "".join(Raw(written).stream(PROMPT, {})).encode("utf-8").isascii() == (
        left.isascii() and "\u2028" not in written
    )


def test_line_ends_within_a_text_as_many_models_write_them_are_read() -> None:
    assert (
        Raw('```json\n{"text": "one\ntwo\tthree"}\n```').generate(PROMPT, {}, output=Said).data.text == "one two three"
    )


def test_a_quote_keeps_its_signs() -> None:
    answer = json.dumps({"text": "", "quote": "I pass **options\0 to `f`"})
    assert Raw(answer).generate(PROMPT, {}, output=Said).data.quote == "I pass **options to `f`"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no JSON",
        "[" * 100_000,
        '{"text": NaN}',
        '{"text": "", "share": NaN}',
        '{"text": "", "share": Infinity}',
        '{"text": "", "share": ' + "9" * 5000 + "}",
        json.dumps({"text": "x" * ANSWER_MAX_CHARS}),
        '"\ud800"',
    ],
)
def test_what_has_not_the_shape_is_a_failure_of_the_model_that_quotes_nothing(answer: str) -> None:
    with pytest.raises(InvalidOutput) as refused:
        Raw(answer).generate(PROMPT, {}, output=Said)
    assert str(refused.value) == "test did not answer in the shape asked for."


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("## What would you do?", "What would you do?"),
        ("- What would you do?\n- And then?", "What would you do? And then?"),
        ("What does `__init__` do?", "What does __init__ do?"),
        ("See [the *plan*](https://example.com/a_(b)).", "See the plan."),
        ("```python\nWhy?\n```", "Why?"),
        ("***Why?***", "Why?"),
        ("~~Old~~ **new** __and bold__", "Old new and bold"),
        ("What do *args and **kwargs mean?", "What do *args and **kwargs mean?"),
        ("Is 2 * 3 * 4 or a_b_c more?", "Is 2 * 3 * 4 or a_b_c more?"),
        ("What does __init__ do, and C# or a[0](x)?", "What does __init__ do, and C# or a[0](x)?"),
        ("You are 3 > 2 - 1 sure?", "You are 3 > 2 - 1 sure?"),
    ],
)
def test_prose_is_without_markdown_and_keeps_names_and_sums(marked: str, plain: str) -> None:
    assert prose(marked) == plain
