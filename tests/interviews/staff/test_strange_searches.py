"""Whatever stands in the search field or the address of a list, the list answers."""

from urllib.parse import urlencode

import pytest

from organizations.models import Organization, Role
from tests.fixtures import Login

STRANGE = ["<script>alert(1)</script>", "\u202eשלום 🎙️", "x" * 10_000, "nul\0", "%", "'; DROP TABLE x; --", "\\"]


@pytest.mark.parametrize(
    "path", ["jobs/", "interviews/", "evaluations/", "evaluations.csv", "evaluations/summary/", "interviews/new/"]
)
def test_a_list_answers_to_any_search(acme: Organization, login: Login, path: str) -> None:
    staff = login(acme, Role.REVIEWER)
    for text in STRANGE:
        for name in ("q", "job", "status", "level", "show", "sort", "page", "recommendation", "min_score", "interview"):
            answer = staff.get(f"/o/{acme.slug}/{path}?{urlencode({name: text})}")
            assert answer.status_code in (200, 403, 404)
            assert b"<script>alert(1)" not in answer.content
