"""An owner connects a hiring platform: keys, endpoints, test events, on pages looked at in both themes and widths."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.appearance.inspecting import PHONE, inspect
from tests.journeys.conftest import new_context
from tests.journeys.test_signing_up import Recruiter
from tests.stack import Stack

KEY = re.compile(r"iai_test_[0-9A-Za-z]{38}")
SECRET = re.compile(r"whsec_[0-9A-Za-z+/]+=*")
ENDPOINT = "https://platform.example.com/hooks/interviews"


class Owner(Recruiter):
    complaints: list[str]

    def settings(self, part: str) -> None:
        """Through the navigation, as a person goes."""
        self.open(self.home)
        self.page.get_by_role("link", name="Settings").click()
        self.page.get_by_role("navigation", name="Settings").get_by_role("link", name=part).click()

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def confirm(self, name: str) -> None:
        self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()

    def shown(self) -> str:
        """What the page tells once."""
        return self.page.locator(".copy input").input_value()


@pytest.fixture(scope="module")
def owner(browser: Browser, stack: Stack) -> Iterator[Owner]:
    with new_context(browser) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        made = Owner(context.new_page(), stack.environment["PUBLIC_URL"])
        made.complaints = []
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        made.sign_up("Demo Platform")
        yield made


def asks(owner: Owner, key: str) -> int:
    """The status that the API answers to this key."""
    request = urllib.request.Request(f"{owner.site}/api/v1/webhook-endpoints", headers={"X-API-Key": key})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def create_key(owner: Owner, name: str) -> str:
    owner.settings("API keys")
    owner.page.get_by_role("link", name=re.compile("New key|Create a key")).click()
    owner.page.get_by_label("Name").fill(name)
    owner.page.get_by_label("Test").check()
    owner.click("Create the key")
    expect(owner.page.get_by_role("heading", name="Copy the key now")).to_be_visible()
    return owner.shown()


def add_endpoint(owner: Owner) -> str:
    """Its secret."""
    owner.settings("Webhooks")
    owner.page.get_by_role("link", name="Add an endpoint").click()
    owner.page.get_by_label("Address").fill(ENDPOINT)
    owner.page.get_by_label("Description").fill("Production")
    owner.click("Add the endpoint")
    expect(owner.page.get_by_role("heading", name="Copy the signing secret now")).to_be_visible()
    return owner.shown()


def test_a_key_is_copied_rotated_and_revoked(owner: Owner) -> None:
    key = create_key(owner, "Hiring platform")
    assert KEY.fullmatch(key)
    assert asks(owner, key) == 200
    owner.click("Copy")
    expect(owner.page.get_by_role("button", name="Copied")).to_be_visible()
    assert owner.page.evaluate("navigator.clipboard.readText()") == key
    owner.page.reload()  # sends the form again
    expect(owner.page.get_by_text("This key was created already.")).to_be_visible()
    assert key not in owner.page.content()

    owner.settings("API keys")
    owner.page.get_by_role("link", name="Rotate").click()
    owner.click("Make a new key")
    new = owner.shown()
    assert [asks(owner, each) for each in (key, new)] == [200, 200]

    owner.settings("API keys")
    row = owner.page.get_by_role("row").filter(has_text=f"…{key[-4:]}")
    expect(row.get_by_text("Replaced")).to_be_visible()
    row.get_by_role("button", name="Revoke").click()
    owner.confirm("Cancel")
    assert asks(owner, key) == 200
    row.get_by_role("button", name="Revoke").click()
    owner.confirm("Revoke")
    expect(owner.page.get_by_text("Hiring platform is revoked.")).to_be_visible()
    assert [asks(owner, each) for each in (key, new)] == [401, 200]


def test_an_endpoint_gets_a_secret_a_test_event_and_a_new_secret(owner: Owner) -> None:
    secret = add_endpoint(owner)
    assert SECRET.fullmatch(secret)
    owner.page.get_by_role("link", name="I have copied it").click()
    assert secret not in owner.page.content()
    owner.click("Send a test event")
    expect(owner.page.get_by_role("heading", name="ping")).to_be_visible()
    sent = json.loads(owner.page.get_by_role("region", name="Payload").inner_text())
    assert (sent["event"], sent["livemode"]) == ("ping", True)

    owner.page.get_by_role("link", name=ENDPOINT).click()
    expect(owner.page.get_by_role("link", name="ping")).to_be_visible()
    owner.page.get_by_role("link", name="Rotate the secret").click()
    owner.click("Make a new secret")
    expect(owner.page.get_by_text("carries two signatures")).to_be_visible()
    assert owner.shown() != secret


def test_an_endpoint_is_switched_off_on_and_removed(owner: Owner) -> None:
    add_endpoint(owner)
    owner.page.get_by_role("link", name="I have copied it").click()
    owner.click("Switch off")
    owner.confirm("Switch off")
    expect(owner.page.get_by_text("The endpoint is off.")).to_be_visible()
    owner.click("Switch on")
    expect(owner.page.get_by_text("The endpoint is on.")).to_be_visible()
    removed = owner.page.url
    owner.click("Remove")
    owner.confirm("Remove")
    expect(owner.page.get_by_text("The endpoint is removed.")).to_be_visible()
    assert owner.page.request.get(removed).status == 404


def test_the_settings_are_reached_on_a_phone(owner: Owner) -> None:
    owner.page.set_viewport_size(PHONE)
    for part in ("General", "API keys", "Webhooks"):
        owner.settings(part)
        current = owner.page.get_by_role("navigation", name="Settings").locator("[aria-current=page]")
        expect(current).to_have_text(part)
        expect(current).to_be_in_viewport(ratio=0.95)
        expect(
            owner.page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings")
        ).to_be_in_viewport(ratio=0.95)


def test_every_page_can_be_read_and_used(owner: Owner) -> None:
    page, complaints = owner.page, list[str]()

    def look(where: str) -> None:
        inspect(page, where, complaints)

    create_key(owner, "A key with a name that is as long as names of keys are in real life 👩‍🔬")
    look("a key that is shown")
    owner.settings("API keys")
    look("API keys")
    page.get_by_role("button", name="Revoke").first.click()
    look("the question whether to revoke")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Rotate").first.click()
    look("the question whether to rotate")
    owner.open(f"{owner.home}settings/api-keys/new/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label("Name").fill("Without rights")
    owner.click("Create the key")
    expect(page.get_by_role("alert")).to_be_visible()
    look("a key without rights")
    add_endpoint(owner)
    look("a secret that is shown")
    look_at_webhooks(owner, page, complaints)
    assert complaints == [], json.dumps(complaints, indent=1)


def look_at_webhooks(owner: Owner, page: Page, complaints: list[str]) -> None:
    owner.open(f"{owner.home}settings/webhooks/new/")
    page.get_by_label("Address").fill("https://127.0.0.1/")
    owner.click("Add the endpoint")
    expect(page.get_by_text("leads into a private network")).to_be_visible()
    inspect(page, "an address that is refused", complaints)
    owner.settings("Webhooks")
    inspect(page, "webhooks", complaints)
    page.get_by_role("link", name=ENDPOINT).first.click()
    inspect(page, "an endpoint", complaints)
    owner.click("Send a test event")
    expect(page.get_by_role("heading", name="ping")).to_be_visible()
    inspect(page, "a delivery", complaints)
    page.get_by_role("link", name=ENDPOINT).click()
    page.get_by_text("Send many again").click()
    inspect(page, "an endpoint with a delivery", complaints)
    page.get_by_role("link", name="Rotate the secret").click()
    inspect(page, "the question whether to rotate a secret", complaints)


def test_the_browser_had_nothing_to_complain_about(owner: Owner) -> None:
    assert owner.complaints == []
