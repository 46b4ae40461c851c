import json
import time
from typing import Any

import pytest

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.platform_api.keys import Scope
from tests.jobs.factories import fresh, make_job
from tests.owed_work import work
from tests.parent_platform import JOB, Platform, assert_problem, wrong_members

PATH = "job-descriptions"


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


def created(platform: Platform, **changes: Any) -> Any:
    response = platform.post(PATH, JOB | changes)
    assert response.status_code == 201, response.content
    return response.json()


def test_a_job_is_created_read_and_listed(platform: Platform) -> None:
    own = ["Why  us?", "How do you\nfind a slow query?", "Why us?"]
    job = created(platform, industry="Retail", difficulty="senior", custom_questions=own)
    assert job["custom_questions"] == ["Why us?", "How do you find a slow query?"]
    assert [question["text"] for question in job["questions"]] == job["custom_questions"]
    assert (job["industry"], job["difficulty"], job["livemode"]) == ("Retail", "senior", True)
    assert job["generation"]["status"] == "none"
    assert job["created_at"].endswith("Z")
    assert platform.get(f"{PATH}/{job['job_description_id']}").json() == job
    listed = platform.get(PATH).json()["results"]
    assert listed == [{name: value for name, value in job.items() if name != "questions"}]


def test_questions_are_written_after_the_answer_with_all_that_belongs_to_them(
    acme: Organization, platform: Platform
) -> None:
    job = created(platform, custom_questions=["Why us?"])
    path = f"{PATH}/{job['job_description_id']}"
    asked = platform.post(f"{path}/generate-questions")
    assert (asked.status_code, asked.json()["generation"]["status"]) == (202, "pending")
    assert_problem(platform.post(f"{path}/generate-questions", {"mode": "replace"}), 409, "conflict")
    assert_problem(platform.patch(path, {"custom_questions": []}), 409, "conflict")
    work("questions")
    ready = platform.get(path).json()
    assert ready["generation"]["status"] == "ready"
    assert 8 <= len(ready["questions"]) <= 12
    assert ready["questions"][0]["text"] == "Why us?"
    for question in ready["questions"][1:]:
        assert set(question) == {
            "id", "text", "type", "competency", "expected_points", "anchors", "probe", "origin"
        }  # fmt: skip
        assert question["expected_points"]
        assert set(question["anchors"]) == {"low", "middle", "high"}


def test_only_what_is_sent_is_changed(acme: Organization, platform: Platform) -> None:
    job = make_job(acme, questions=2, own="First?\nSecond?")
    changed = platform.patch(f"{PATH}/{job.pk}", {"title": "Chef", "custom_questions": ["New?", "Second?"]}).json()
    assert (changed["title"], changed["description"]) == ("Chef", job.description)
    assert [question["text"] for question in changed["questions"]] == ["New?", "Second?", "Question 1?", "Question 2?"]
    assert changed["custom_questions"] == ["New?", "Second?"]
    assert platform.patch(f"{PATH}/{job.pk}", {}).json()["title"] == "Chef"
    assert fresh(acme, job).custom_questions == "New?\nSecond?"


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"title": ""}, ["/title"]),
        ({"title": "x" * 201}, ["/title"]),
        ({"title": 5}, ["/title"]),
        ({"title": None}, ["/title"]),
        ({"description": "x" * 20_001}, ["/description"]),
        ({"industry": "x" * 101}, ["/industry"]),
        ({"difficulty": "genius"}, ["/difficulty"]),
        ({"custom_questions": "Why?"}, ["/custom_questions"]),
        ({"custom_questions": ["x" * 500, "x" * 501]}, ["/custom_questions/1"]),
        ({"custom_questions": [f"Question {number}?" for number in range(13)]}, ["/custom_questions"]),
        ({"tilte": "Nurse", "id": "job_mine"}, ["/id", "/tilte"]),
        ({"livemode": False}, ["/livemode"]),
    ],
)
def test_each_wrong_member_is_named(platform: Platform, changes: dict[str, Any], pointers: list[str]) -> None:
    assert wrong_members(platform.post(PATH, JOB | changes)) == pointers
    assert platform.get(PATH).json()["results"] == []


@pytest.mark.parametrize(
    "bad",
    [
        {"custom_questions": [0] * 200_000},
        {f"member{number}": 0 for number in range(50_000)},
        {"x" * 500_000: 0},
        {"difficulty": "x" * 500_000},
        {"custom_questions": ["x" * 501] * 12, "title": "x" * 300},
    ],
    ids=["items", "members", "a name", "a choice", "few"],
)
def test_the_answer_to_bad_input_is_short(platform: Platform, bad: dict[str, Any]) -> None:
    refused = platform.post(PATH, JOB | bad)
    assert 0 < len(assert_problem(refused, 422, "invalid")["errors"]) <= 50
    assert len(refused.content) < 20_000


def test_the_items_of_a_list_that_is_too_long_are_not_looked_at(platform: Platform) -> None:
    """It costs what the same items cost where no list is taken."""

    def cost(member: str) -> float:
        body = json.dumps(JOB | {member: [0] * 200_000})
        started = time.process_time()
        assert wrong_members(platform.post(PATH, body)) == [f"/{member}"]
        return time.process_time() - started

    cost("industry")
    assert cost("custom_questions") < 3 * cost("industry")


def test_a_body_that_is_no_json_object_is_refused(platform: Platform) -> None:
    assert_problem(platform.post(PATH, b'{"title": '), 400, "malformed")
    assert_problem(platform.post(PATH, ["title"]), 422, "invalid")
    assert_problem(platform.post(PATH, {}), 422, "invalid")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 100_000, 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        (b'{"title": NaN}', 400, "malformed"),
        (b'{"\\ud800": 1}', 400, "malformed"),
        (b'{"title": "\\ud800", "description": "x", "difficulty": "\\ud800"}', 400, "malformed"),
        (b'{"title": "a\\u0000b"}', 400, "malformed"),
        (b"null", 422, "invalid"),
    ],
    ids=["nested", "no text", "no number", "half a name", "half a character", "a NUL", "nothing"],
)
def test_strange_bodies_are_problems_and_no_failures_of_ours(
    platform: Platform, body: bytes, status: int, code: str
) -> None:
    assert_problem(platform.post(PATH, body), status, code)
    assert_problem(platform.post(PATH, body, idempotency_key="strange"), status, code)


def test_the_list_is_filtered_and_comes_in_pages(platform: Platform) -> None:
    jobs = [created(platform, title=f"Job {number}", difficulty="senior")["title"] for number in range(3)]
    created(platform, difficulty="junior")
    first = platform.get(PATH, {"difficulty": "senior", "limit": 2}).json()
    assert [job["title"] for job in first["results"]] == jobs[:0:-1]
    second = platform.get(first["next"]).json()
    assert [job["title"] for job in second["results"]] == jobs[:1]
    assert_problem(platform.get(PATH, {"cursor": "nonsense"}), 400, "invalid_cursor")
    assert platform.get(PATH, {"generation_status": "ready"}).json()["results"] == []
    assert platform.get(PATH, {"since": "2100-01-01T00:00:00Z"}).json()["results"] == []
    assert wrong_members(platform.get(PATH, {"difficulty": "genius"})) == ["/difficulty"]
    assert wrong_members(platform.get(PATH, {"dificulty": "senior", "limit": 1000})) == ["/dificulty"]
    assert wrong_members(platform.get(PATH, {"limit": 1000})) == ["/limit"]


def test_another_organizations_job_and_the_other_modes_are_not_there(
    acme: Organization, globex: Organization, platform: Platform
) -> None:
    job = created(platform)["job_description_id"]
    for stranger in (Platform.of(globex), Platform.of(acme, livemode=False)):
        assert_problem(stranger.get(f"{PATH}/{job}"), 404, "not_found")
        assert_problem(stranger.patch(f"{PATH}/{job}", {"title": "Mine"}), 404, "not_found")
        assert_problem(stranger.post(f"{PATH}/{job}/generate-questions"), 404, "not_found")
        assert stranger.get(PATH).json()["results"] == []
    assert_problem(platform.get(f"{PATH}/job_unknown"), 404, "not_found")


def test_a_key_without_the_scope_may_not(acme: Organization) -> None:
    reader = Platform.of(acme, scopes=(Scope.JOBS_READ,))
    assert reader.get(PATH).status_code == 200
    assert_problem(reader.post(PATH, JOB), 403, "missing_scope")


def test_a_repeated_request_makes_one_job(acme: Organization, platform: Platform) -> None:
    once, again = (platform.post(PATH, JOB, idempotency_key="first") for _ in range(2))
    assert once.json() == again.json()
    job: JobDescription = fresh(acme, JobDescription(pk=once.json()["job_description_id"]))
    assert job.created_by_id.startswith("key_")
    assert len(platform.get(PATH).json()["results"]) == 1
