"""The contracts stand in pyproject.toml; here they are kept, and kept complete as the code grows."""

import subprocess
import sys
import tomllib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = {"evaluations", "interviewai", "interviews", "jobs", "organizations", "providers", "webhooks"}
# By the design they only compute; from the day they exist the contract has to name them.
PURE = {
    "evaluations.aggregation",
    "evaluations.judging.evidence",
    "evaluations.judging.negation",
    "evaluations.judging.tokens",
    "interviews.conversation.endpointing",
    "interviews.conversation.interviewer",
    "interviews.plan",
    "webhooks.delivery.retries",
    "webhooks.signing",
}


@pytest.fixture(scope="module")
def linter() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return settings


def contract(linter: dict[str, Any], beginning: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in linter["contracts"] if each["name"].startswith(beginning))
    return found


def exists(module: str) -> bool:
    package = module.partition(".")[0]
    return find_spec(package) is not None and find_spec(module) is not None


def test_every_contract_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_app_is_under_the_contracts(linter: dict[str, Any]) -> None:
    assert set(linter["root_packages"]) == {app for app in APPS if exists(app)}


def test_every_vendor_is_behind_the_registry(linter: dict[str, Any]) -> None:
    folders = {each.parent.name for each in (ROOT / "providers").glob("*/__init__.py")}
    vendors = {f"providers.{name}" for name in folders - {"text"}}
    assert set(contract(linter, "A vendor is chosen")["protected_modules"]) == vendors


def test_every_pure_module_is_under_its_contract(linter: dict[str, Any]) -> None:
    assert {module for module in PURE if exists(module)} <= set(
        contract(linter, "What only computes")["source_modules"]
    )


def test_no_folder_is_crowded() -> None:
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [Path(line) for line in tracked.stdout.split() if "migrations" not in line]
    crowds = Counter(str(file.parent) for file in files)
    assert {folder: count for folder, count in crowds.items() if count > 20} == {}


def test_every_app_keeps_the_order_of_its_rooms(linter: dict[str, Any]) -> None:
    kept = {app for each in linter["contracts"] if each.get("exhaustive") for app in each["containers"]}
    assert kept == APPS - {"interviewai", "providers"}
