"""Interviews as staff see them, and how they were judged."""

from tests.journeys.appearance.pages.page import Page, choose, fill, hold, pick, press, send_unchecked, unfold_all

LIST, INTERVIEW = "/o/<slug:slug>/interviews/", "/o/<slug:slug>/interviews/<slug:interview_id>/"
AUDIT = "/o/<slug:slug>/evaluations/bias-audit/"
RESULTS, REPORT = "/o/<slug:slug>/evaluations/", "/o/<slug:slug>/interviews/<str:interview_id>/report/"


def of(name: str) -> dict[str, str]:
    return {"interview_id": name}


PAGES = [
    Page(LIST, "owner", "Fatima Judged"),
    Page(LIST, "reviewer", "Link expired"),
    Page(LIST, "owner", "No interview matches", query="?q=nobody"),
    Page(LIST, "owner", "Test Candidate", query="?mode=test"),
    Page(LIST, "newcomer", "No interviews yet"),
    Page(f"{LIST}new/", "owner", "Everybody gets a link of their own"),
    Page(f"{LIST}new/", "newcomer", "No job to invite to yet"),
    Page(f"{LIST}new/", "owner", "This field is required", steps=(send_unchecked,)),
    Page(f"{LIST}new/", "owner", "Nobody was invited yet", steps=(
        choose("Job", "Backend Developer"), fill("Candidates", "<no address>"), press("Create the links"))),
    Page(f"{LIST}new/", "ready", "Links to copy now", steps=(
        choose("Job", "Gardener"), fill("Candidates", "Ida <ida@example.com>\nJoy"), press("Create the links"))),
    Page(f"{LIST}overview/", "owner", "Where things stand"),
    Page(INTERVIEW, "owner", "What was asked and said", steps=(unfold_all,)),
    Page(INTERVIEW, "owner", "the candidate has not started", given=of("scheduled")),
    Page(INTERVIEW, "owner", "R-102", given=of("under_way")),
    Page(INTERVIEW, "reviewer", "Cancelled", given=of("cancelled")),
    Page(INTERVIEW, "owner", "Being written", given=of("preparing")),
    Page(f"{INTERVIEW}link/", "owner", "Keep the old one", given=of("scheduled")),
    Page(f"{INTERVIEW}link/", "owner", "it needs no link any more", steps=(press("Make a new link"),)),
    Page(f"{INTERVIEW}cancel/", "owner", "This cannot be undone", given=of("under_way")),
    Page(RESULTS, "owner", "Fatima Judged"),
    Page(RESULTS, "owner", "No result matches", query="?min_score=100"),
    Page(RESULTS, "owner", "This part of the filter is left out", query="?min_score=many"),
    Page(RESULTS, "newcomer", "No results yet"),
    Page(AUDIT, "owner", "This is no independent audit"),
    Page(AUDIT, "newcomer", "Candidates are not asked now"),
    Page(AUDIT, "auditor", "Scoring rate by sex", query="?first_day=2026-01-01&last_day=2099-12-31"),
    Page(AUDIT, "auditor", "This day is before the first one", query="?first_day=2026-01-02&last_day=2026-01-01",
         status=422),
    Page(REPORT, "owner", "Question by question", steps=(unfold_all,)),
    Page(REPORT, "owner", "1 answer waits for a person", given=of("weighed"), steps=(unfold_all,)),
    Page(REPORT, "owner", "Say why.", given=of("weighed"), steps=(
        pick("Set it aside: it gets no number"), press("Decide"))),
    Page(REPORT, "reviewer", "A tie between Recommended and Consider", given=of("tied"), steps=(unfold_all,)),
    Page(REPORT, "reviewer", "Being scored", given=of("waiting"), steps=(hold,)),
    Page(REPORT, "owner", "Not evaluated", given=of("scheduled")),
    Page(REPORT, "owner", "there is nothing to evaluate", given=of("cancelled")),
]  # fmt: skip
