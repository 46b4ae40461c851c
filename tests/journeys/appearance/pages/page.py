"""What a page that is looked at is, and what a person does on it first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page as Browser

from tests.journeys.appearance.inspecting import LeftOut

Step = Callable[[Browser], object]


@dataclass(frozen=True)
class Page:
    """`route` as the URL resolver has it, `who` of `world.World`, and what the page `says` in the state that is meant.

    `given` fills a parameter with another value than the one of its name. `steps` are done before it is looked at.
    """

    route: str
    who: str
    says: str
    query: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    status: int = 200
    left_out: LeftOut | None = None

    def __str__(self) -> str:
        return f"{self.who} at {self.route} reads {self.says}"


def press(name: str) -> Step:
    """The first button of this name."""
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


def unfold(summary: str) -> Step:
    return lambda page: page.locator("summary", has_text=summary).first.click()


def unfold_all(page: Browser) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")


def hold(page: Browser) -> None:
    """What the page would fetch by itself does not come: it stays as it is while it is looked at."""
    page.route("**/*", lambda route: route.abort("aborted"))


def fill(label: str, text: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).fill(text)


def choose(label: str, option: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).select_option(label=option)


def pick(label: str) -> Step:
    return lambda page: page.get_by_label(label, exact=True).first.check()


def send_unchecked(page: Browser) -> None:
    """As it stands: what is wrong with it is told by the server, not by the browser."""
    page.evaluate("() => { const form = document.querySelector('main form[method=post]'); form.noValidate = true; }")
    page.locator("main form[method=post] button:not([type=button])").first.click()
