"""Lists are read in pages, by cursors that this API made for this list."""

import pytest
from django.core import signing

from organizations.models import Organization
from tests.parent_platform import Platform, assert_problem
from tests.platform_api.notes import NOTES

pytestmark = pytest.mark.django_db(transaction=True)


def test_following_the_cursors_meets_everything_once(acme: Organization) -> None:
    client = Platform.of(acme)
    made = [client.post(NOTES, {"title": f"note {number}"}).json()["id"] for number in range(7)]
    met: list[str] = []
    address = f"{NOTES}?limit=3"
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 3
        met += [note["id"] for note in page["results"]]
        address = page["next"]
    assert met == made[::-1]
    back = client.get(client.get(f"{NOTES}?limit=3").json()["next"]).json()["previous"]
    assert [note["id"] for note in client.get(back).json()["results"]] == made[:3:-1]


def cursor(acme: Organization) -> str:
    client = Platform.of(acme)
    for number in range(2):
        client.post(NOTES, {"title": str(number)})
    return str(client.get(f"{NOTES}?limit=1").json()["next"].partition("cursor=")[2].partition("&")[0])


def test_a_cursor_that_was_changed_is_refused(acme: Organization) -> None:
    given = cursor(acme)
    client = Platform.of(acme)
    assert client.get(NOTES, {"cursor": given.replace("%3A", ":")}).status_code == 200
    for changed in (given[:-1], "A" + given, "", "nonsense", "é", given.split("%3A")[0]):
        assert_problem(client.get(NOTES, {"cursor": changed.replace("%3A", ":")}), 400, "invalid_cursor")


def test_a_cursor_of_another_list_is_refused(acme: Organization) -> None:
    foreign = signing.Signer(salt="interviewai.pagination:/api/v1/others").sign_object([0, False, "2026-01-01"])
    assert_problem(Platform.of(acme).get(NOTES, {"cursor": foreign}), 400, "invalid_cursor")


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1.5", "many", "", "9" * 5000, "²"])
def test_a_limit_that_is_none_is_refused(acme: Organization, limit: str) -> None:
    problem = assert_problem(Platform.of(acme).get(NOTES, {"limit": limit}), 422, "invalid")
    assert problem["errors"][0]["pointer"] == "/limit"
