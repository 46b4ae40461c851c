"""Every page that a person may open, in each state that looks different. A new page is a line in one of these files."""

from tests.journeys.appearance.pages import candidate, interviews, jobs, organization, public, vendors, webhooks
from tests.journeys.appearance.pages.page import Page

PAGES: list[Page] = [
    page for room in (public, organization, jobs, interviews, webhooks, candidate, vendors) for page in room.PAGES
]
