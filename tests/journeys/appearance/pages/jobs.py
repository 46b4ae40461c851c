"""Jobs and their questions. What a dialog shows is a page of its own, too, where no script runs."""

from playwright.sync_api import Page as Browser

from tests.journeys.appearance.pages.page import Page, Step, hold, send_unchecked, unfold_all

LIST, JOB = "/o/<slug:slug>/jobs/", "/o/<slug:slug>/jobs/<slug:job_id>/"
QUESTION = f"{JOB}questions/<slug:question_id>/"


def follow(name: str) -> Step:
    return lambda page: page.get_by_role("link", name=name, exact=True).click()


def save_in_dialog(page: Browser) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Question", exact=True).fill(" ")
    dialog.get_by_role("button", name="Save").click()


PAGES = [
    Page(LIST, "owner", "Backend Developer"),
    Page(LIST, "reviewer", "Being written"),
    Page(LIST, "owner", "No job matches", query="?q=nothing"),
    Page(LIST, "newcomer", "No jobs yet"),
    Page(f"{LIST}new/", "owner", "Next you generate its questions"),
    Page(f"{LIST}new/", "owner", "This field is required", steps=(send_unchecked,)),
    Page(JOB, "owner", "Expected points", steps=(unfold_all,)),
    Page(JOB, "reviewer", "Job description"),
    Page(JOB, "owner", "The questions could not be written", given={"job_id": "failed_job"}),
    Page(JOB, "owner", "Writing the questions", given={"job_id": "pending_job"}, steps=(hold,)),
    Page(JOB, "owner", "Restore", given={"job_id": "archived_job"}),
    Page(JOB, "owner", "Test", given={"job_id": "test_job"}),
    Page(JOB, "owner", "Add a question", steps=(follow("Add"),)),
    Page(JOB, "owner", "What tells answers apart", steps=(follow("Edit question 2"), save_in_dialog)),
    Page(JOB, "owner", "Remove question 2?", steps=(follow("Remove question 2"),)),
    Page(JOB, "owner", "Generate the questions again?", steps=(follow("Generate again"),)),
    Page(f"{JOB}edit/", "owner", "The questions stay as they are"),
    Page(f"{JOB}generate/", "owner", "Generate the questions again?"),
    Page(f"{JOB}questions/new/", "owner", "Add a question"),
    Page(f"{JOB}questions/new/", "owner", "This field is required", steps=(send_unchecked,)),
    Page(QUESTION, "owner", "Question 2"),
    Page(f"{QUESTION}remove/", "owner", "Remove question 2?"),
]
