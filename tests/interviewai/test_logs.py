import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from interviewai.kernel.redaction import LONGEST, redacted
from tests.interviewai.launching import PROJECT, environment

TOKEN = "abcdefgh" + "abcdefghijklmnopqrstuvwxyz234567"
WRITES_LOGS = f"""
import logging, structlog
from interviewai.logging import configure_logging
configure_logging("json", "INFO")
logging.getLogger("django.request").warning("Not Found: %s", "/i/{TOKEN}/room")
structlog.get_logger("ours").info("mail sent", to="candidate@example.com", ip="192.0.2.1", user_agent="x", size=3)
try:
    raise ValueError("no interview for {TOKEN}")
except ValueError:
    logging.getLogger("worker").exception("failed", extra={{"args_of_task": ["owner@example.com", 7]}})
logging.getLogger("django.request").warning("Not Found: %s", "/" + 16_000 * "a")
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"GET /i/{TOKEN}/", "GET /i/[key]/"),
        (f"WebSocket /ws/i/{TOKEN} closed", "WebSocket /ws/i/[key] closed"),
        (f"token {TOKEN}.", "token [key]."),
        ("GET /invitations/s3cret/accept", "GET /invitations/[key]/accept"),
        ("POST /accounts/confirm-email/MQ:1t:sig/", "POST /accounts/confirm-email/[key]/"),
        ("GET /accounts/password/reset/key/1-abc-def/", "GET /accounts/password/reset/key/[key]/"),
        (f"GET /api/v1/iai_live_{'aB3' * 12}ab failed", "GET /api/v1/iai_live_[key] failed"),
        ("signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw/+a=", "signed with whsec_[key]"),
        ("GET /o/demo/jobs/?q=some+name", "GET /o/demo/jobs/?[query]"),
        ("to jane.doe+jobs@mail.example.com: sent", "to [mail address]: sent"),
        ("redis://:pa55@127.0.0.1:6379/0", "redis://[credentials]@127.0.0.1:6379/0"),
        ("postgresql://owner:pa55@db/x", "postgresql://[credentials]@db/x"),
        (
            "DETAIL:  Failing row contains (trn_1, what I said.\n\nAnd more).\n\nThe above exception was the cause",
            "DETAIL:  Failing row contains [row]\n\nThe above exception was the cause",
        ),
    ],
)
def test_what_opens_a_door_or_names_a_person_is_cut_out(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GET /o/demo/interviews/int_01JD7Z8V4N8Q5W2R3T6Y9B0C1D/report/",
        "request 63e9eed0-2159-4341-8d2c-aee6ccbaf909 took 0.2 s",
        'File "/srv/app/interviews/tasks.py", line 7, in take_turn',
    ],
)
def test_what_helps_to_find_a_fault_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("before", "secret"),
    [
        ("token ", TOKEN),
        ("to ", "jane.doe@mail.example.com"),
        ("postgresql://", "owner:pa55word@db/x"),
        ("signed with whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("iai_live_", f"{'aB3' * 12}ab"),
        ("GET /i/", f"{TOKEN}/room"),
        ("GET /jobs/?", "q=somebody"),
        ("Failing row contains (", "trn_1, what the candidate said)"),
    ],
)
def test_what_is_too_long_is_cut_and_no_secret_escapes_by_being_cut(before: str, secret: str) -> None:
    for inside in range(1, len(secret)):
        kept = ("x " * LONGEST + before + secret[:inside])[-LONGEST:]
        told = redacted(f"{kept}{secret[inside:]} and so on")
        assert re.search(r"\[[\d,]+ more characters\]$", told)
        assert len(told) < LONGEST + 50
        assert secret[:3] not in told


def test_of_a_long_address_the_beginning_is_told() -> None:
    assert redacted(f"GET /api/v1/{'a' * 16_000}") == "GET /api/v1/[16,000 more characters]"


def test_every_way_of_logging_is_redacted_and_structured(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", WRITES_LOGS],
        cwd=PROJECT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    not_found, mail, failed, long = [json.loads(line) for line in result.stderr.splitlines()]
    assert (not_found["event"], not_found["level"]) == ("Not Found: /i/[key]/room", "warning")
    assert (mail["event"], mail["to"], mail["size"]) == ("mail sent", "[mail address]", 3)
    assert not {"ip", "user_agent"} & mail.keys()
    assert "ValueError: no interview for [key]" in failed["exception"]
    assert failed["args_of_task"] == ["[mail address]", 7]
    assert long["event"] == "Not Found: /[16,000 more characters]"
    assert TOKEN not in result.stderr
