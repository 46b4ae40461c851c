"""Recordings and speech on a real S3 API: an interview is held, heard, and played back from the bucket alone."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings
from moto.server import ThreadedMotoServer

from interviewai.health import StorageCheck
from interviewai.storage_url import storage
from interviews.models import Segment
from organizations.models import Organization, Role
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import spoken

SECRET = "a/secret+with@signs"
ENCODED = "a%2Fsecret%2Bwith%40signs"


@dataclass
class Bucket:
    client: Any
    name: str

    def contents(self) -> list[str]:
        return [item["Key"] for item in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    """The settings' own storage for `STORAGE_URL=s3://...`, and the bucket behind it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
    )
    name = f"recordings-{secrets.token_hex(4)}"
    client.create_bucket(Bucket=name)
    url = f"s3://key:{ENCODED}@{host}:{port}/{name}?tls=0&region=us-east-1"
    with override_settings(STORAGES=settings.STORAGES | {"default": storage(url)}):
        yield Bucket(client, name)
    server.stop()


def test_recordings_and_speech_are_stored_in_the_bucket_and_read_back(
    acme: Organization, invite: Invite, login: Login, bucket: Bucket
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    audio = spoken("I read the query plan.")
    page.segment("", audio=audio)
    question = page.client.get(page.turn["speech"][0]["url"])
    assert (question.status_code, question.content[:4]) == (200, b"RIFF")
    assert page.client.get(page.state["acknowledgements"][0]).content[:4] == b"RIFF"
    page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
    with organization_schema(acme):
        segment = Segment.objects.get(turn_id=turn_id)
        assert interview_of(page).turns.get(id=turn_id).transcript == "I read the query plan."
    assert segment.storage_key in bucket.contents()
    staff = login(acme, Role.REVIEWER)
    played = staff.get(f"/o/{acme.slug}/interviews/{page.interview_id}/segments/{segment.id}")
    assert (played.status_code, b"".join(played)) == (200, audio)


def test_every_object_begins_with_its_organization(
    acme: Organization, globex: Organization, invite: Invite, bucket: Bucket
) -> None:
    for organization in (acme, globex):
        invite(organization).practise()
    owners = [key.split("/")[0] for key in bucket.contents()]
    assert set(owners) == {acme.id, globex.id}
    assert owners.count(acme.id) == owners.count(globex.id), "nothing that was cached is shared"


def test_the_health_check_writes_to_the_bucket_and_leaves_nothing(bucket: Bucket) -> None:
    StorageCheck()()
    assert bucket.contents() == []


def test_a_bucket_that_is_gone_stores_nothing_and_acknowledges_nothing(
    acme: Organization, invite: Invite, bucket: Bucket
) -> None:
    page = invite(acme)
    page.practise()
    for key in bucket.contents():
        bucket.client.delete_object(Bucket=bucket.name, Key=key)
    bucket.client.delete_bucket(Bucket=bucket.name)
    page.client.raise_request_exception = False
    refused = page.segment("nowhere to go")
    assert (refused["type"], refused["code"], refused["final"]) == ("error", "not_stored", False)
    bucket.client.create_bucket(Bucket=bucket.name)
    assert page.segment("nowhere to go")["type"] == "stored"
    page.refresh()
    assert page.turn["stored_segments"] == [0]


def test_key_and_secret_may_hold_any_character(bucket: Bucket) -> None:
    assert default_storage.secret_key == SECRET  # type: ignore[attr-defined]
