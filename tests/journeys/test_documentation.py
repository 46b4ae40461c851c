"""The guide and the reference: read without a foreign host, in both themes, on a narrow screen as well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stack import Stack

THEMES = ["light", "dark"]
WIDTHS = [1280, 360]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_show_everything_and_break_no_rule(
    launch: Callable[..., Browser], stack: Stack, theme: str, width: int
) -> None:
    context = launch().new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    base = stack.webs[0]
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if is_foreign(asked.url, base) else None)

    page.goto(f"{base}/api/docs/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("#problem-not_ready").scroll_into_view_if_needed()
    assert_fits(page)

    page.get_by_role("link", name="Reference", exact=True).click()
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
    assert_fits(page)
    assert page.evaluate("document.documentElement.classList.contains('dark-mode')") == (theme == "dark")
    assert complaints == []


def is_foreign(url: str, base: str) -> bool:
    return not url.startswith((base, "data:", "blob:"))


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
