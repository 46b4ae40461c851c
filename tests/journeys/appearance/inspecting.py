"""What is wrong with a page as it stands: our own inspection and axe-core, in both themes and both widths."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.journeys.appearance import axe

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("dark", "light")
HERE = Path(__file__).parent
WITHOUT_TRANSITIONS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
INSPECTION, AXE_REPORT = ((HERE / name).read_text() for name in ("inspection.js", "axe_report.js"))


@dataclass(frozen=True)
class LeftOut:
    """A part of a page that others draw, or that cannot be used now: `rules` do not hold there, each with its reason.

    All other rules of axe do. Our own inspection looks only at what becomes of the page as a whole.
    """

    part: str
    rules: Mapping[str, str] = field(default_factory=dict)


def inspect(page: Page, where: str, complaints: list[str], left_out: LeftOut | None = None) -> None:
    """One load shows it all. Ends as pages begin: wide and light."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.source())
        page.evaluate(WITHOUT_TRANSITIONS)  # What is looked at is there at once when the theme changes.
    told = {"part": left_out.part, "rules": list(left_out.rules)} if left_out else None
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(INSPECTION, told) + page.evaluate(AXE_REPORT, told)
            complaints += [f"{where}, {scheme}, {size['width']} px: {complaint}" for complaint in found]
