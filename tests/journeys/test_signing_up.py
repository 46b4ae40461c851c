import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import new_context
from tests.stack import Stack

PHONE: ViewportSize = {"width": 360, "height": 740}
PUBLIC_PAGES = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/inbox/", "/nothing-here"]
STAFF_PAGES = ["", "jobs/", "jobs/new/", "interviews/", "members/", "settings/"]


@dataclass
class Recruiter:
    page: Page
    site: str
    home: str = ""
    foreign: tuple[str, ...] = ()

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")

    def sign_up(self, organization: str) -> None:
        address = f"recruiter-{secrets.token_hex(4)}@example.com"
        self.open("/")
        self.page.get_by_role("link", name="Create an account").click()
        self.page.get_by_label("Organization").fill(organization)
        self.page.get_by_label("Email address").fill(address)
        self.page.get_by_label("Password").fill("a long enough passphrase")
        self.page.get_by_role("button", name="Create account").click()
        self.page.get_by_role("link", name="local inbox").click()
        self.page.get_by_role("link", name=address).click()
        self.page.get_by_role("link", name="confirm-email").click()
        self.page.get_by_role("button", name="Yes, confirm").click()
        expect(self.page.get_by_role("heading", name="Your first interview in three steps")).to_be_visible()
        self.home = self.page.url.removeprefix(self.site)

    def sees_sideways(self) -> int:
        """How many pixels of the page lie beside the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(scope="module")
def recruiter(browser: Browser, stack: Stack) -> Iterator[Recruiter]:
    """Has signed up with an organization and looked into it."""
    with new_context(browser) as context:
        person = Recruiter(context.new_page(), stack.environment["PUBLIC_URL"])
        person.page.on("request", lambda request: note_foreign(person, request.url))
        person.sign_up("Demo Organization")
        yield person


def note_foreign(person: Recruiter, address: str) -> None:
    if not address.startswith((person.site, "data:", "blob:")):
        person.foreign += (address,)


def test_a_recruiter_signs_up_confirms_by_the_inbox_and_is_led_to_the_first_job(recruiter: Recruiter) -> None:
    recruiter.open(recruiter.home)
    recruiter.page.get_by_role("link", name="Create a job").click()
    expect(recruiter.page.get_by_label("Title")).to_be_visible()


def test_no_page_asks_another_host_or_scrolls_sideways_on_a_phone(recruiter: Recruiter) -> None:
    recruiter.page.set_viewport_size(PHONE)
    wide = {}
    for path in PUBLIC_PAGES + [recruiter.home + page for page in STAFF_PAGES]:
        recruiter.open(path)
        wide[path] = recruiter.sees_sideways()
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}
    assert recruiter.foreign == ()


def test_a_chosen_theme_is_there_before_the_first_paint_and_on_every_page(recruiter: Recruiter) -> None:
    recruiter.page.emulate_media(color_scheme="light")
    recruiter.open(recruiter.home)
    light = background(recruiter.page)
    recruiter.page.get_by_label("Account").click()
    recruiter.page.get_by_role("button", name="Dark").click()
    dark = background(recruiter.page)
    recruiter.open(f"{recruiter.home}members/")
    assert background(recruiter.page) == dark != light
    recruiter.page.get_by_label("Account").click()
    recruiter.page.get_by_role("button", name="As the system").click()
    assert background(recruiter.page) == light


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_the_last_owner_is_asked_before_leaving_and_then_kept(recruiter: Recruiter) -> None:
    recruiter.open(f"{recruiter.home}members/")
    recruiter.page.get_by_role("button", name="Leave").click()
    question = recruiter.page.get_by_role("dialog")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Leave").click()
    expect(recruiter.page.get_by_text("An organization needs an owner")).to_be_visible()


def test_the_organization_menu_offers_another_organization(recruiter: Recruiter) -> None:
    recruiter.open(recruiter.home)
    recruiter.page.locator(".org-switch summary").click()
    recruiter.page.get_by_role("link", name="New organization").click()
    recruiter.page.get_by_label("Name").fill("A Second Organization")
    recruiter.page.get_by_role("button", name="Create").click()
    expect(recruiter.page.locator(".org-switch summary")).to_contain_text("A Second Organization")
