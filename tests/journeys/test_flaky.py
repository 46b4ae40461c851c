"""What `.ci/run` alone does with a journey that fails, seen on runs of their own."""

import re
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PROJECT = Path(__file__).parents[2]
SWITCH = ("-p", "tests.journeys.flaky")
BROWSER = """
import itertools, os, pathlib, pytest

def count(name):
    '''How many times this was asked, over all processes of the run.'''
    asked = pathlib.Path(__file__).with_name(name)
    with asked.open("a") as lines:
        lines.write(f"{os.getpid()}\\n")
    return len(asked.read_text().splitlines())

@pytest.fixture(scope="package")
def playwright():
    return count("browsers")

@pytest.fixture(scope="module")
def desk(playwright):
    return count("desks")

@pytest.fixture
def context(playwright):
    return count("contexts")
"""
FAILS_ONCE = """
from conftest import count

def test_a_race(context):
    assert count("runs") == 2, "the word\\nnever came " + "x" * 300
"""


@pytest.fixture
def journeys(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(BROWSER)
    return pytester


def run(journeys: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    beside = ("-p", "xdist", "-p", "pytest_timeout")
    return journeys.runpytest_subprocess("-q", *beside, *arguments, timeout=60)


def asked(journeys: pytest.Pytester, name: str) -> int:
    return len((journeys.path / name).read_text().splitlines())


def flaky(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if line.startswith("FLAKY")]


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_journey_that_fails_once_passes_in_a_fresh_context_and_is_told(
    journeys: pytest.Pytester, workers: tuple[str, ...]
) -> None:
    journeys.makepyfile(FAILS_ONCE)
    result = run(journeys, *SWITCH, *workers)
    result.assert_outcomes(passed=1)
    assert result.ret == 0
    [line] = flaky(result)
    told = re.fullmatch(r"FLAKY: \S+\.py::test_a_race: (AssertionError: the word never came x+)", line)
    assert told
    assert len(told[1]) == 200
    assert result.outlines[-1].startswith("1 passed")
    assert [asked(journeys, name) for name in ("runs", "contexts")] == [2, 2]


def test_a_journey_that_fails_twice_fails(journeys: pytest.Pytester) -> None:
    journeys.makepyfile("from conftest import count\ndef test_never(context):\n    assert count('runs') == 9")
    result = run(journeys, *SWITCH)
    result.assert_outcomes(failed=1)
    assert (flaky(result), asked(journeys, "runs")) == ([], 2)


def test_a_test_without_a_browser_has_one_run(journeys: pytest.Pytester) -> None:
    journeys.makepyfile(FAILS_ONCE.replace("context", ""))
    result = run(journeys, *SWITCH)
    result.assert_outcomes(failed=1)
    assert (flaky(result), asked(journeys, "runs")) == ([], 1)


def test_without_the_switch_a_journey_has_one_run(journeys: pytest.Pytester) -> None:
    journeys.makepyfile(FAILS_ONCE)
    result = run(journeys)
    result.assert_outcomes(failed=1)
    assert (flaky(result), asked(journeys, "runs")) == ([], 1)


def test_what_a_module_shares_is_made_anew_for_the_second_run_and_what_the_package_shares_is_not(
    journeys: pytest.Pytester,
) -> None:
    journeys.makepyfile("def test_first(desk):\n    assert desk == 2\n\ndef test_next(desk):\n    assert desk == 2")
    result = run(journeys, *SWITCH)
    result.assert_outcomes(passed=2)
    assert len(flaky(result)) == 1
    assert [asked(journeys, name) for name in ("browsers", "desks")] == [1, 2]


def test_a_set_up_and_a_tear_down_that_fail_once_are_a_journeys_too(journeys: pytest.Pytester) -> None:
    journeys.makepyfile(
        """
        import pytest
        from conftest import count

        @pytest.fixture(scope="module")
        def signed_up(playwright):
            assert count("sign-ups") == 2

        @pytest.fixture
        def closed(playwright):
            yield
            assert count("ends") == 2

        def test_in_an_account(signed_up): ...
        def test_that_closes(closed): ...
        """
    )
    result = run(journeys, *SWITCH)
    result.assert_outcomes(passed=2)
    assert len(flaky(result)) == 2


def test_what_a_module_cannot_give_up_between_the_runs_is_told(journeys: pytest.Pytester) -> None:
    journeys.makepyfile(
        """
        import pytest
        from conftest import count

        @pytest.fixture(scope="module")
        def account(playwright):
            yield count("accounts")
            assert count("closed") == 2, "the account stays open"

        def test_first(account): assert account == 2, "the page is empty"
        def test_next(account): ...
        """
    )
    result = run(journeys, *SWITCH)
    result.assert_outcomes(passed=2)
    [line] = flaky(result)
    assert "the page is empty" in line
    assert "; then in giving up its module: the account stays open" in line


def test_the_second_run_has_a_time_limit_of_its_own(journeys: pytest.Pytester) -> None:
    journeys.makepyfile("import threading\ndef test_that_hangs(context):\n    threading.Event().wait()")
    result = run(journeys, *SWITCH, "--timeout=1")
    result.assert_outcomes(failed=1)
    assert asked(journeys, "contexts") == 2


def test_the_integration_run_alone_has_the_switch() -> None:
    files = {
        path: path.read_text() for path in [PROJECT / "Makefile", PROJECT / "pyproject.toml", *PROJECT.glob(".ci/*")]
    }
    assert [path.name for path, text in files.items() if SWITCH[1] in text] == ["run"]
