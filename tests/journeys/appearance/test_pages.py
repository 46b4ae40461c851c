"""Every page of the list can be read and used, in both themes and both widths."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.addresses import route_of
from tests.journeys.appearance.inspecting import inspect
from tests.journeys.appearance.pages import PAGES
from tests.journeys.appearance.pages.page import Page
from tests.journeys.appearance.world import World
from tests.journeys.conftest import new_context
from tests.stack import Stack

Visit = Callable[[Page], Tab]


@pytest.fixture(scope="module")
def world(stack: Stack) -> World:
    return World(**json.loads(stack.run("tests.journeys.appearance.seeding")))


@pytest.fixture(scope="module")
def visit(browser: Browser, stack: Stack, world: World) -> Iterator[Visit]:
    """Each person has one browser for all of their pages."""
    tabs: dict[str, Tab] = {}
    site = stack.environment["PUBLIC_URL"]
    with ExitStack() as contexts:

        def tab_of(who: str) -> Tab:
            context = contexts.enter_context(new_context(browser))
            if who in world.sessions:
                context.add_cookies([{"name": "sessionid", "value": world.sessions[who], "url": site}])
            return context.new_page()

        def visited(page: Page) -> Tab:
            tab = tabs[page.who] if page.who in tabs else tabs.setdefault(page.who, tab_of(page.who))
            open_page(tab, site, page, world)
            return tab

        yield visited


def open_page(tab: Tab, site: str, page: Page, world: World) -> None:
    tab.unroute_all()
    asked = world.address(page.route, page.who, page.given)
    answer = tab.goto(site + asked + page.query.format(**world.values))
    assert answer
    assert answer.status == page.status
    arrived = urlsplit(tab.url).path
    assert arrived == asked or route_of(arrived) == page.route
    for step in page.steps:
        step(tab)
    expect(tab.get_by_text(page.says).filter(visible=True).first).to_be_visible()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_it_can_be_read_and_used(page: Page, visit: Visit) -> None:
    complaints: list[str] = []
    inspect(visit(page), page.says, complaints, page.left_out)
    assert complaints == [], json.dumps(complaints, indent=1)
