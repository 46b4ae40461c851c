"""What anybody may open: the start, errors, the local inbox, links of candidates and colleagues."""

from playwright.sync_api import Page as Browser

from tests.factories import PASSWORD
from tests.journeys.appearance.pages.page import Page, fill, press, send_unchecked


def forget_cookies(page: Browser) -> None:
    page.context.clear_cookies()


def send_too_much(page: Browser) -> None:
    page.evaluate("document.querySelector('main form input[type=email]').value = 'x'.repeat(6_000_000)")


def press_often(page: Browser) -> None:
    """allauth lets a password be changed five times a minute."""
    for _ in range(5):
        send_unchecked(page)
        page.wait_for_load_state()


PAGES = [
    Page("/", "nobody", "First interviews that are fair"),
    Page("/inbox/", "nobody", "No mail server is set"),
    Page("/inbox/<str:mail_id>/", "nobody", "The link is for you alone"),
    Page("/invitations/<str:token>/", "nobody", "Create an account and join", given={"token": "invitation"}),
    Page("/invitations/<str:token>/", "homeless", "Join", given={"token": "invitation_of_homeless"}),
    Page("/invitations/<str:token>/", "reviewer", "You are a member already", given={"token": "invitation"}),
    Page("/invitations/<str:token>/", "newcomer", "but this invitation is for", given={"token": "invitation"}),
    Page("/accounts/signup/", "nobody", "Choose a password and you are in.", query="?invitation={invitation}"),
    Page("/invitations/<str:token>/", "nobody", "has expired", given={"token": "invitation_expired"}, status=410),
    # Errors, which stand at any address.
    Page("/nothing-here", "nobody", "There is nothing here", status=404),
    Page("/o/<slug:slug>/settings/", "reviewer", "You may not do this", status=403),
    Page("/accounts/login/", "nobody", "This form has expired", steps=(forget_cookies, send_unchecked)),
    Page("/accounts/login/", "nobody", "This cannot be taken", steps=(send_too_much, send_unchecked)),
    Page(
        "/o/<slug:slug>/interviews/<slug:interview_id>/",
        "unlucky",
        "Something went wrong on our side",
        given={"interview_id": "broken_interview"},
        status=500,
    ),
    Page("/accounts/password/change/", "hurried", "That was a little fast", steps=(press_often, send_unchecked)),
]

CHANGE = fill("Email address", "new-address@example.com"), press("Change the address")
ACCOUNTS = [
    Page("/accounts/login/", "nobody", "Welcome back."),
    Page("/accounts/login/", "nobody", "This field is required", steps=(send_unchecked,)),
    Page("/accounts/login/", "nobody", "are not correct", steps=(
        fill("Email address", "nobody@example.com"), fill("Password", "wrong"), press("Log in"))),
    Page("/accounts/signup/", "nobody", "Create your account"),
    Page("/accounts/signup/", "nobody", "This field is required", steps=(send_unchecked,)),
    Page("/accounts/password/reset/", "nobody", "Reset your password"),
    Page("/accounts/password/reset/done/", "nobody", "Check your mail"),
    Page("/accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/", "nobody", "Choose a new password",
         given={"key": "reset_key"}),
    Page("/accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/", "nobody", "This link no longer works",
         given={"key": "wrong"}),
    Page("/accounts/password/reset/key/done/", "nobody", "Your password is saved"),
    Page("/accounts/confirm-email/", "nobody", "Check your mail"),
    Page("/accounts/confirm-email/(?P<key>[-:w]+)/", "nobody", "Yes, confirm", given={"key": "confirmation_key"}),
    Page("/accounts/confirm-email/(?P<key>[-:w]+)/", "nobody", "This link no longer works", given={"key": "wrong"}),
    Page("/accounts/inactive/", "nobody", "This account is closed"),
    Page("/accounts/logout/", "owner", "Log out?"),
    Page("/accounts/reauthenticate/", "owner", "Confirm that it is you"),
    Page("/accounts/email/", "owner", "Change the address"),
    Page("/accounts/email/", "beginner", "Not confirmed yet", steps=(
        *CHANGE, fill("Password", PASSWORD), press("Go on"), *CHANGE)),
    Page("/accounts/password/change/", "owner", "Change your password"),
    Page("/accounts/password/change/", "owner", "This field is required", steps=(send_unchecked,)),
    Page("/accounts/password/set/", "passwordless", "Set a password"),
]  # fmt: skip
PAGES += ACCOUNTS
