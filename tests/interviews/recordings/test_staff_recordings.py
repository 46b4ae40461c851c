import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from interviews.models import Interview, Segment
from interviews.recordings.byte_ranges import ByteRange, Unsatisfiable, wanted
from organizations.models import Organization
from organizations.tenancy import organization_schema, storage_key
from tests.fixtures import Login
from tests.interviews.staff.test_pages import add_turns
from tests.interviews.staff_pages import address, interviews, send
from tests.jobs.factories import make_job

AUDIO = bytes(range(256)) * 4


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "reviewer")


def record(organization: Organization, login: Login) -> tuple[Interview, Segment]:
    send(login(organization, "owner"), organization, make_job(organization, questions=1).pk, "First One")
    interview = interviews(organization)[-1]
    turn = add_turns(organization, interview, 1)[0]
    with organization_schema(organization):
        key = default_storage.save(storage_key(organization, "recordings", interview.pk, "0000"), ContentFile(AUDIO))
        segment = Segment.objects.create(
            interview=interview, turn=turn, sequence=0, storage_key=key, size_bytes=len(AUDIO), duration_ms=900,
            content_type="audio/webm;codecs=opus", sha256="0" * 64,
        )  # fmt: skip
    return interview, segment


def recording(interview: Interview, segment_id: str) -> str:
    return f"{interview.pk}/segments/{segment_id}"


def test_a_recording_comes_as_it_was_stored_and_as_nothing_but_audio(
    acme: Organization, browser: Client, login: Login
) -> None:
    interview, segment = record(acme, login)
    response = browser.get(address(acme, recording(interview, segment.pk)))
    assert response.content == AUDIO
    assert response["Content-Type"] == "audio/webm;codecs=opus"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    assert "private" in response["Cache-Control"]
    assert recording(interview, segment.pk) in browser.get(address(acme, f"{interview.pk}/")).content.decode()


def test_a_player_may_ask_for_a_part(acme: Organization, browser: Client, login: Login) -> None:
    path = address(acme, recording(*_ids(record(acme, login))))
    part = browser.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, AUDIO[10:20], "bytes 10-19/1024")
    tail = browser.get(path, headers={"Range": "bytes=1000-"})
    assert (tail.status_code, tail.content) == (206, AUDIO[1000:])
    behind = browser.get(path, headers={"Range": "bytes=1024-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, "bytes */1024")


def _ids(recorded: tuple[Interview, Segment]) -> tuple[Interview, str]:
    return recorded[0], recorded[1].pk


def test_a_recording_that_is_no_longer_stored_is_not_found(acme: Organization, browser: Client, login: Login) -> None:
    interview, segment = record(acme, login)
    default_storage.delete(segment.storage_key)
    assert browser.get(address(acme, recording(interview, segment.pk))).status_code == 404


def test_a_recording_of_another_interview_or_organization_is_not_found(
    acme: Organization, globex: Organization, browser: Client, login: Login
) -> None:
    interview, segment = record(acme, login)
    other, _ = record(acme, login)
    foreign, foreign_segment = record(globex, login)
    assert browser.get(address(acme, recording(other, segment.pk))).status_code == 404
    assert browser.get(address(acme, recording(foreign, foreign_segment.pk))).status_code == 404
    assert browser.get(address(acme, recording(interview, foreign_segment.pk))).status_code == 404
    assert browser.get(address(globex, recording(foreign, foreign_segment.pk))).status_code == 404
    assert Client().get(address(acme, recording(interview, segment.pk))).status_code == 302


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", ByteRange(0, 99)),
        ("bytes=0-0", ByteRange(0, 0)),
        ("bytes=90-200", ByteRange(90, 99)),
        ("bytes=-10", ByteRange(90, 99)),
        ("bytes=-500", ByteRange(0, 99)),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", None),
        ("pages=1-2", None),
        ("bytes=-", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_a_range_header_names_one_part_or_is_ignored(header: str, part: ByteRange | None) -> None:
    assert wanted(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_served(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, 100)
