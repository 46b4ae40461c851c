"""What a request gets that is almost right: a sentence of its own."""

import gzip
import json

import pytest

from organizations.models import Organization
from tests.parent_platform import JOB, Platform, assert_problem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "deflate", "zstd", "gzip, identity", "nonsense"])
def test_a_compressed_body_is_refused_for_being_compressed(acme: Organization, encoding: str) -> None:
    platform, body = Platform.of(acme), gzip.compress(json.dumps(JOB).encode())
    for path in ("job-descriptions", "candidates/invite", "webhook-endpoints/rotate-secrets"):
        answer = platform.generic(
            "POST", path, body, "application/json", headers={"X-API-Key": platform.key, "Content-Encoding": encoding}
        )
        problem = assert_problem(answer, 415, "unsupported_encoding")
        assert "compressed" in problem["detail"]
        assert answer["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("encoding", ["", "identity", " Identity "])
def test_a_body_that_says_that_it_is_plain_is_taken(acme: Organization, encoding: str) -> None:
    answer = Platform.of(acme).post("job-descriptions", JOB, headers={"Content-Encoding": encoding})
    assert answer.status_code == 201


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["interviews/", "interviews/schedule/", "interviews/int_1/", "candidates/invite//"])
def test_a_slash_at_the_end_has_a_sentence_of_its_own(acme: Organization, method: str, path: str) -> None:
    problem = assert_problem(Platform.of(acme).generic(method, path, "{}", "application/json"), 404, "not_found")
    assert "no slash at their end" in problem["detail"]
    other = assert_problem(Platform.of(acme).generic(method, "nothing", "{}", "application/json"), 404, "not_found")
    assert "slash" not in other["detail"]
