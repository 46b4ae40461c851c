"""The AI that an organization uses: ports chosen by the settings, each call recorded; and the prompts, kept as text."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from organizations.budgets import daily
from organizations.usage.recording import record_calls
from providers.llm import Prompt
from providers.registry import Providers
from providers.usage import OnCall, ignore_call

# Nobody is in the middle of an interview that needs these.
MAY_WAIT: Mapping[str, daily.Budget] = {"prepare_speech": daily.CHARACTERS, "generate_questions": daily.TOKENS}
PROMPTS = settings.BASE_DIR / "templates" / "prompts"


def ai(
    purpose: str,
    interview_id: str | None = None,
    *,
    llm_timeout_s: int | None = None,
    counted: OnCall = ignore_call,
) -> Providers:
    """Only inside an organization's schema: that is where the calls are recorded. Raises BudgetSpent for what may wait.

    `llm_timeout_s` is for work that somebody waits for; the settings' own timeout is a patient one. `counted` is told
    of each call, in the transaction that records it.
    """
    if budget := MAY_WAIT.get(purpose):
        daily.require(budget)
    config = replace(settings.AI, llm_timeout_s=llm_timeout_s) if llm_timeout_s else settings.AI
    return Providers(config, record_calls(purpose, interview_id, counted))


@lru_cache
def prompt(name: str) -> Prompt:
    """templates/prompts/<name>.txt, whose first line is `version: N`."""
    first_line, text = (PROMPTS / f"{name}.txt").read_text(encoding="utf-8").split("\n", 1)
    return Prompt(name=name, version=int(first_line.removeprefix("version:")), text=text.strip())
