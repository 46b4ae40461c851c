"""English verbs as job descriptions use them: which word is one, in which form, and how it is inflected. Pure."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

KINDS_OF_WORK = Path(__file__).with_name("kinds_of_work.toml")
GENERAL = "general"

Form = Literal["base", "gerund", "third"]
VOWELS = "aeiou"
ONE_SYLLABLE = re.compile(r"\A[^aeiou]*+(?:qu)?[aeiou][^aeiouwxy]")
DOUBLED = frozenset(["begin", "commit", "control", "format", "label", "model", "refer", "refit", "reset", "submit"])


@cache
def kinds_of_work() -> dict[str, dict[str, Any]]:
    return tomllib.loads(KINDS_OF_WORK.read_text(encoding="utf-8"))


@cache
def kinds() -> dict[str, str]:
    """The kind of work of each verb in its base form."""
    return {verb: kind for kind, table in kinds_of_work().items() for verb in table["verbs"].split()}


def base_of(word: str, form: Form) -> str | None:
    """The verb that a word is this form of; None where it is none that we know."""
    return _forms()[form].get(word.lower())


@cache
def _forms() -> dict[Form, dict[str, str]]:
    return {
        "base": {verb: verb for verb in kinds()},
        "gerund": {gerund(verb): verb for verb in kinds()} | {american(gerund(verb)): verb for verb in kinds()},
        "third": {third_person(verb): verb for verb in kinds()},
    }


def american(word: str) -> str:
    return word.replace("lling", "ling") if word in ("labelling", "modelling") else word


def gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    return f"{verb}{_doubled(verb)}ing"


def third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


def _doubled(verb: str) -> str:
    return verb[-1] if verb in DOUBLED or ONE_SYLLABLE.fullmatch(verb) else ""
