"""Pages that others draw, in whole or in part: Django's admin, and Swagger UI in the reference."""

from playwright.sync_api import Page as Browser

from tests.journeys.appearance.inspecting import LeftOut
from tests.journeys.appearance.pages.page import Page

OF_DJANGO = {
    "link-in-text-block": "The breadcrumbs tell links by colour alone.",
    "target-size": "The filters are lines of text of 20 px.",
    "empty-table-header": "The table of memberships has a first column for the row's name, without a head.",
    "label": "The box to delete a membership stands under its column's head.",
    "select-name": "The choice of a membership's role stands under its column's head.",
    "scrolls sideways": "The question before deleting lists addresses that do not break, on a phone.",
}
SWAGGER = LeftOut(
    "#main",
    {
        "heading-order": "Swagger UI's tags are h3, its descriptions bring levels of their own.",
        "landmark-main-is-top-level": "Swagger UI draws a main of its own into ours.",
        "landmark-no-duplicate-main": "The same.",
        "landmark-unique": "The same.",
        "nested-interactive": "Swagger UI puts the link to an operation into the button that unfolds it.",
        "scrollable-region-focusable": "Swagger UI lets examples scroll and leaves it to the browser to focus them.",
        "select-name": "Swagger UI's choice of the server has its word beside it, but not as a label.",
    },
)
USER = "/admin/organizations/user/"
USER_ID = {"object_id": "user_id"}


def admin(*rules: str) -> LeftOut:
    return LeftOut("html", {rule: OF_DJANGO[rule] for rule in rules})


def open_operation(page: Browser) -> None:
    page.locator(".opblock-summary-control").first.click()


PAGES = [
    Page("/admin/", "admin", "Site administration", left_out=admin()),
    Page(
        "/admin/(?P<app_label>auth|organizations|account)/",
        "admin",
        "Api keys",
        given={"app_label": "organizations"},
        left_out=admin("link-in-text-block"),
    ),
    Page(USER, "admin", "Select user to change", left_out=admin("target-size")),
    Page(f"{USER}add/", "admin", "Add user", left_out=admin("empty-table-header")),
    Page(
        f"{USER}<path:object_id>/change/",
        "admin",
        "Change user",
        given=USER_ID,
        left_out=admin("empty-table-header", "label", "select-name"),
    ),
    Page(f"{USER}<path:object_id>/history/", "admin", "Change history", given=USER_ID, left_out=admin()),
    Page(f"{USER}<path:object_id>/delete/", "admin", "Are you sure", given=USER_ID, left_out=admin("scrolls sideways")),
    Page(f"{USER}<id>/password/", "admin", "Change password", given={"id": "user_id"}, left_out=admin()),
    Page("/admin/password_change/", "admin", "Password change", left_out=admin("link-in-text-block")),
    Page("/admin/password_change/done/", "admin", "Your password was changed", left_out=admin("link-in-text-block")),
    Page("/api/docs/", "nobody", "Interviews inside your own product"),
    Page("/api/reference/", "nobody", "Parameters", steps=(open_operation,), left_out=SWAGGER),
]
