"""The candidate's pages. What becomes of the room in an interview is looked at in test_candidate_states.py."""

from tests.journeys.appearance.pages.page import Page, hold, press, send_unchecked

WELCOME = "/i/<str:token>/"


def of(name: str) -> dict[str, str]:
    return {"token": f"link_{name}"}


PAGES = [
    Page(WELCOME, "nobody", "We do not know this link", given={"token": "wrong"}, status=404),
    Page(WELCOME, "nobody", "This link has expired", given=of("expired"), status=410),
    Page(WELCOME, "nobody", "This interview was cancelled", given=of("cancelled"), status=410),
    Page(WELCOME, "nobody", "Here is what to know before you start", given=of("scheduled")),
    Page(WELCOME, "nobody", "Please agree first", given=of("scheduled"), steps=(send_unchecked,)),
    Page(WELCOME, "nobody", "You can start whenever you are ready", given=of("agreed")),
    Page(WELCOME, "nobody", "Your interview goes on where it stopped", given=of("under_way")),
    Page(WELCOME, "nobody", "You have already finished this interview", given=of("waiting")),
    Page(WELCOME, "nobody", "The questions of your interview are being written", given=of("preparing"), steps=(hold,)),
    Page(f"{WELCOME}check", "nobody", "Can we hear each other?", given=of("agreed")),
    Page(f"{WELCOME}room", "nobody", "Ready when you are", given=of("agreed")),
    Page(f"{WELCOME}end", "nobody", "Your interview is not finished yet", given=of("under_way")),
    Page(f"{WELCOME}end", "nobody", "Continue to", given=of("interview_id")),
    Page(f"{WELCOME}end", "nobody", "You can close this window now", given=of("waiting")),
    Page(f"{WELCOME}end", "nobody", "Thank you, your answer is kept", given=of("waiting")),
    Page(f"{WELCOME}end", "nobody", "Nothing about you is kept here", given=of("interview_id"), steps=(
        press("Send my answer"),)),
]  # fmt: skip
