"""Every code that a program may meet is in the guide, with what to do about it, and no other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewai.embedded.programs import PROJECT
from interviewai.kernel import errors
from interviewai.platform_api import problems
from interviewai.platform_api.problem_advice import ADVICE
from interviewai.platform_api.problems import TITLES

# What a candidate's page is told over its own protocol, which has no problem documents.
PAGES = {
    f"interviews/{name}.py"
    for name in (
        "access",
        "candidate/beginning",
        "candidate/bounded_sockets",
        "candidate/consumers",
        "candidate/live",
        "candidate/message_rate",
        "conversation/answering",
        "protocol",
        "recordings/storing",
    )
}
# What the domain refuses on the settings pages, and the API before it: there these stand in `errors`, at a member.
AT_MEMBERS = {"invalid_url", "invalid_status", "unknown_event_type"}
REST_STATUS = {"AuthenticationFailed": 401}
Code = tuple[str, int | None]


def sources() -> Iterator[ast.Module]:
    for app in ("evaluations", "interviewai", "interviews", "jobs", "organizations", "webhooks"):
        for path in Path(PROJECT, app).rglob("*.py"):
            if str(path.relative_to(PROJECT)) not in PAGES:
                yield ast.parse(path.read_text())


def raised(tree: ast.Module) -> Iterator[Code]:
    """(code, status where it is known): `Conflict("...", code="no_results")`, and `code = "..."` in a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from ((code, status_of(node.func.id)) for code in given(node) if status_of(node.func.id))
        elif isinstance(node, ast.ClassDef):
            yield from ((code, None) for code in of_class(node))


def given(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)


def of_class(definition: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(definition):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from (node.value.value for target in node.targets if name_of(target) == "code")


def name_of(target: ast.expr) -> str:
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def status_of(name: str) -> int | None:
    kind = getattr(errors, name, None)
    return getattr(kind, "status", REST_STATUS.get(name))


CODES = {code for tree in sources() for code in raised(tree) if code[0] not in AT_MEMBERS}
CODES |= {(code, status) for status, code in problems.MEANINGS.values()} | {("internal", 500)}
CODES |= {("too_many_at_once", 429)}  # answered before any view, see error_pages.py


def test_the_guide_knows_every_code_and_no_other() -> None:
    assert {code for code, _ in CODES} == set(TITLES) == set(ADVICE)


@pytest.mark.parametrize(("code", "status"), sorted(each for each in CODES if each[1]))
def test_the_guide_knows_its_status(code: str, status: int) -> None:
    assert ADVICE[code]["status"] == str(status)
