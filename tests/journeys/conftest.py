"""A real browser, a real installation. The microphone is a file that Chromium plays over and over.

`stack` answers with scripted engines, so that nothing but the page takes time.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

from tests import seed
from tests.journeys.candidate import Candidate
from tests.journeys.sounds import loop_of_noise
from tests.stack import Stack, running

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PATIENCE_MS = 20_000
SEEDED_AT_ONCE = 50
PREPARE = "prepare_demo"  # Static files too, not only the database.

Open = Callable[..., Candidate]


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def launch(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """`launch("--flag")`: another browser, ended with the package."""
    browsers: list[Browser] = []

    def launched(*flags: str) -> Browser:
        browsers.append(playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", *flags]))
        return browsers[-1]

    yield launched
    for browser in browsers:
        browser.close()


def _chromium() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("The browser tests need a Chromium: `make test` finds or installs one, or set CHROMIUM.")
    return path


def with_microphone(sound: Path) -> list[str]:
    fake = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    return [*fake, f"--use-file-for-fake-audio-capture={sound}"]


@pytest.fixture(scope="package")
def browser(launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """In front of its microphone something speaks and pauses, in no language."""
    return launch(*with_microphone(loop_of_noise(tmp_path_factory.mktemp("sounds") / "noise.wav")))


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    with running(prepare=PREPARE) as started:
        yield started


@pytest.fixture(scope="package")
def invitations(stack: Stack) -> Iterator[seed.Seeded]:
    return _invitations(stack)


def _invitations(stack: Stack) -> Iterator[seed.Seeded]:
    while True:
        yield from seed.read(stack.run("tests.seed", "--interviews", str(SEEDED_AT_ONCE), "--questions", "2"))


@pytest.fixture
def invited(invitations: Iterator[seed.Seeded]) -> seed.Seeded:
    """An interview of two questions whose link nobody has opened."""
    return next(invitations)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with new_context(browser) as context:
        yield context


def new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def candidate(page: Page, invited: seed.Seeded) -> Candidate:
    """Has the link, has opened nothing yet."""
    return Candidate(page, invited.link)


@pytest.fixture
def rows(stack: Stack, invited: seed.Seeded) -> Callable[..., list[dict[str, object]]]:
    """`rows("SELECT ...")`: what stands in the schema of the invited candidate's organization."""
    return lambda query, *values: stack.rows(query, *values, schema=invited.schema)


@pytest.fixture
def clean_faults(stack: Stack) -> Iterator[None]:
    yield
    Path(stack.environment["SCRIPTED_FAULTS_FILE"]).unlink(missing_ok=True)
