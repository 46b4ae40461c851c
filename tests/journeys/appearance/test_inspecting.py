"""What looks at the pages sees what is wrong with them."""

import pytest
from playwright.sync_api import Page

from tests.journeys.appearance.inspecting import LeftOut, inspect

GOOD = """<!doctype html><html lang="en"><head><title>A page</title><style>
:root { color-scheme: light dark; background: light-dark(white, black); color: light-dark(black, white); }
:focus-visible { outline: 2px solid; } .wide { inline-size: 400px; } .pale { color: light-dark(#767676, #555); }
</style></head><body><main><h1>A page</h1>%s</main></body></html>"""


def complaints_of(page: Page, body: str, left_out: LeftOut | None = None) -> list[str]:
    page.set_content(GOOD % body)
    found = list[str]()
    inspect(page, "a page", found, left_out)
    return found


def test_a_good_page_is_not_complained_about(page: Page) -> None:
    assert complaints_of(page, "<p>Some words.</p>") == []


@pytest.mark.parametrize(
    ("body", "rule", "target"),
    [
        ('<img src="data:,x">', "image-alt", "img"),
        ("<h4>Too deep</h4>", "heading-order", "h4"),
        ('<p id="a" role="nonsense">Words.</p>', "aria-roles", "#a"),
        ('<i id="b" role="button" tabindex="0"></i>', "aria-command-name", "#b"),
    ],
)
def test_axe_names_rule_and_element_in_each_theme_and_width(page: Page, body: str, rule: str, target: str) -> None:
    told = [each for each in complaints_of(page, body) if f"axe {rule}: {target}" in each]
    assert [each.partition(": ")[0] for each in told] == [
        f"a page, {scheme}, {width} px" for width in (360, 1280) for scheme in ("dark", "light")
    ]


def test_what_is_wrong_in_one_theme_or_one_width_alone_is_found_there(page: Page) -> None:
    pale = complaints_of(page, '<p class="pale">Words.</p>')
    assert {each.split(", ")[1] for each in pale} == {"dark"}
    assert any("axe color-contrast" in each for each in pale)
    wide = complaints_of(page, '<p class="wide">Words.</p>')
    assert wide
    assert all("360 px: scrolls sideways" in each for each in wide)


def test_what_is_left_out_is_left_out_rule_by_rule(page: Page) -> None:
    body = '<div id="theirs"><img src="data:,x"><h4>Too deep</h4></div><img src="data:,y">'
    told = complaints_of(page, body, LeftOut("#theirs", {"heading-order": "for a test"}))
    assert {each.partition("axe ")[2].partition(":")[0] for each in told} == {"image-alt"}
    assert len(told) == 8
