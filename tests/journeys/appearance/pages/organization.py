"""The organization's own pages: its start, members, settings and keys."""

from playwright.sync_api import Page as Browser

from tests.journeys.appearance.inspecting import LeftOut
from tests.journeys.appearance.pages.page import Page, fill, press, send_unchecked, unfold, unfold_all

HOME, MEMBERS = "/o/<slug:slug>/", "/o/<slug:slug>/members/"
SETTINGS, KEYS = "/o/<slug:slug>/settings/", "/o/<slug:slug>/settings/api-keys/"
ROTATE = f"{KEYS}<slug:key_id>/rotate/"
UNDER_THE_MENU = LeftOut(
    ".site-nav", {"target-size": "The open menu lies over it on a phone; a press closes it first."}
)


def open_account_menu(page: Browser) -> None:
    page.get_by_label("Account").click()


PAGES = [
    Page("/organizations/", "owner", "Where do you want to go?"),
    Page("/organizations/new/", "owner", "New organization"),
    Page("/organizations/new/", "homeless", "Create your organization"),
    Page(HOME, "owner", "Where things stand"),
    Page(HOME, "owner", "New organization", steps=(unfold("Busy"),), left_out=UNDER_THE_MENU),
    Page(HOME, "owner", "Log out", steps=(open_account_menu,)),
    Page(HOME, "newcomer", "Create a job"),
    Page(HOME, "beginner", "Go to the questions"),
    Page(HOME, "ready", "Invite candidates"),
    Page(MEMBERS, "owner", "Open invitations"),
    Page(MEMBERS, "reviewer", "Reviewers read the results"),
    Page(MEMBERS, "owner", "They can be invited again", steps=(press("Remove"),)),
    Page(MEMBERS, "owner", "This field is required", steps=(lambda page: refuse_invitation(page),)),
    Page(SETTINGS, "owner", "About this organization"),
    Page(SETTINGS, "owner", "This field is required", steps=(fill("Name", ""), send_unchecked)),
    Page(KEYS, "owner", "Old platform", steps=(unfold_all,)),
    Page(KEYS, "newcomer", "No key yet"),
    Page(KEYS, "owner", "This cannot be undone", steps=(press("Revoke"),)),
    Page(f"{KEYS}new/", "owner", "It is shown on the next page, once."),
    Page(f"{KEYS}new/", "owner", "This field is required", steps=(send_unchecked,)),
    Page(f"{KEYS}new/", "ready", "Copy the key now", steps=(fill("Name", "Hiring platform"), press("Create the key"))),
    Page(ROTATE, "owner", "Make a new key"),
    Page(ROTATE, "owner", "was rotated before", given={"key_id": "replaced_key"}, steps=(press("Make a new key"),)),
]


def refuse_invitation(page: Browser) -> None:
    page.evaluate("document.querySelector('#invite ~ form').noValidate = true")
    page.get_by_role("button", name="Send the invitation").click()
