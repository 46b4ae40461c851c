"""A pytest plugin that `.ci/run` alone loads (`-p tests.journeys.flaky`): a journey that fails is run once more.

What then passes ends the run with `FLAKY: <test>: <what failed>`. All that the first run's module kept, its browser
contexts too, is given up before the second; what the package shares (the browser, the stack) stays.
"""

import pytest
from _pytest.runner import runtestprotocol

BROWSER = "playwright"  # The fixture that every journey stands on; only the journeys' conftest has it.
FLAKY = "flaky"
WHAT_FAILED_CHARS = 200


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    if not is_journey(item) or what_failed_first(item.user_properties):
        return None  # pytest goes on as ever.
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    failure = next((report for report in reports if report.failed), None)
    if failure:
        item.user_properties.append((FLAKY, in_one_line(failure) + give_up_module(item)))
        # Through the hook: what wraps a test, its time limit above all, begins anew.
        return bool(item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem))
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def is_journey(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and BROWSER in item.fixturenames


def what_failed_first(properties: list[tuple[str, object]]) -> str:
    return str(dict(properties).get(FLAKY, ""))


def in_one_line(failure: pytest.TestReport) -> str:
    crash = getattr(failure.longrepr, "reprcrash", None)
    words = (crash.message if crash else failure.longreprtext).split()
    return " ".join(words)[:WHAT_FAILED_CHARS] or failure.when


def give_up_module(item: pytest.Item) -> str:
    """What went wrong with it, which the second run cannot show any more."""
    module = item.getparent(pytest.Module)
    package = module.parent if module else None
    ending = pytest.CallInfo.from_call(
        lambda: item.session._setupstate.teardown_exact(package),  # type: ignore[arg-type]  # asks only for its chain
        when="teardown",
        reraise=(KeyboardInterrupt, pytest.exit.Exception),
    )
    words = str(ending.excinfo.value).split() if ending.excinfo else []
    return f"; then in giving up its module: {' '.join(words)[:WHAT_FAILED_CHARS]}" if ending.excinfo else ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With pytest-xdist in the controller alone: the workers' reports carry what failed."""
    failed = {report.nodeid for kind in ("failed", "error") for report in terminalreporter.getreports(kind)}
    for report in terminalreporter.getreports("passed"):
        what = what_failed_first(report.user_properties)
        if what and report.nodeid not in failed:
            terminalreporter.write_line(f"FLAKY: {report.nodeid}: {what}", yellow=True)
