"""The regular expressions of our packages: each that a module holds, and each that stands in its source."""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("evaluations", "interviewai", "interviews", "jobs", "organizations", "providers", "webhooks")


LEFT_OUT = {"migrations", "transformations"}  # The latter change our own texts alone, at a command.


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if LEFT_OUT.isdisjoint(path.parts))


def held() -> dict[str, re.Pattern[str]]:
    """By the name of its first place."""
    found: dict[re.Pattern[str], str] = {}
    for path in sources():
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for name, pattern in _in_module(module):
            found.setdefault(pattern, name)
    return {name: pattern for pattern, name in found.items()}


def _in_module(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        if isinstance(value, type) and value.__module__ == module.__name__:
            for member, held_there in vars(value).items():
                yield from _in_value(f"{module.__name__}.{name}.{member}", held_there)
        else:
            yield from _in_value(f"{module.__name__}.{name}", value)


def _in_value(name: str, value: Any, depth: int = 4) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield name, value
    elif depth and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _in_value(f"{name}[{key}]", item, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for place, item in enumerate(value):
            yield from _in_value(f"{name}[{place}]", item, depth - 1)


def uncompiled(path: Path) -> list[str]:
    """Calls like `re.sub(...)`, and what is compiled inside a function: no walk through the modules finds these."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _of_re(node.func) not in ("", "escape")]
    late = {
        call for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef | ast.Lambda) for call in ast.walk(outer)
    }
    return [
        f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls if _of_re(call.func) != "compile" or call in late
    ]


def _of_re(function: ast.expr) -> str:
    """The name of a function of the module `re`, empty for another one."""
    ours = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
    return function.attr if ours else ""  # type: ignore[attr-defined]
