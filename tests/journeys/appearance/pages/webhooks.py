"""The endpoints of a parent platform and what was sent to them."""

from tests.journeys.appearance.pages.page import Page, fill, press, send_unchecked, unfold_all

LIST = "/o/<slug:slug>/settings/webhooks/"
ENDPOINT = f"{LIST}<slug:endpoint_id>/"
DELIVERY = f"{ENDPOINT}deliveries/<slug:delivery_id>/"


def of(name: str) -> dict[str, str]:
    return {"endpoint_id": f"{name}_endpoint"}


PAGES = [
    Page(LIST, "owner", "given up"),
    Page(LIST, "newcomer", "No endpoint yet"),
    Page(f"{LIST}new/", "owner", "Its signing secret is shown on the next page"),
    Page(f"{LIST}new/", "owner", "This field is required", steps=(send_unchecked,)),
    Page(f"{LIST}new/", "ready", "Copy the signing secret now", steps=(
        fill("Address", "https://platform.example.com/hooks"), press("Add the endpoint"))),
    Page(f"{LIST}rotate/<slug:mode>/", "owner", "Rotate the secrets of all live endpoints?", given={"mode": "live"}),
    Page(ENDPOINT, "owner", "Send many again", steps=(unfold_all,)),
    Page(ENDPOINT, "owner", "No delivery matches", query="?type=interview.expired"),
    Page(ENDPOINT, "owner", "Nothing is sent to it", given=of("manual")),
    Page(ENDPOINT, "owner", "410 Gone", given=of("gone")),
    Page(ENDPOINT, "owner", "nothing was delivered for days", given=of("failing")),
    Page(ENDPOINT, "owner", "The one before it signs too", given=of("rotating")),
    Page(f"{ENDPOINT}edit/", "owner", "Edit the endpoint"),
    Page(f"{ENDPOINT}rotate/", "owner", "Rotating now ends that one at once", given=of("rotating")),
    Page(DELIVERY, "owner", "Try 2"),
    Page(DELIVERY, "owner", "Next try", given={"delivery_id": "pending_delivery"}),
    Page(DELIVERY, "owner", "Send again", given={"delivery_id": "delivered_delivery"}),
]  # fmt: skip
