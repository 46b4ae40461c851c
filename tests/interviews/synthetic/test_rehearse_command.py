"""`manage.py rehearse` against what `manage.py up` has started, as two people at two terminals would run them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interviewai.embedded.ports import free_port
from interviews.synthetic.links import Link
from tests.interviewai.launching import environment, json_of, manage, started, until

Environment = dict[str, str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a whole system runs."""
    folder = tmp_path_factory.mktemp("rehearsal")
    home, output = folder / "home", folder / "output"
    with started("manage.py", "up", env=environment(home, PORT=str(free_port())), output=output) as process:

        def ready() -> Any:
            assert process.poll() is None, output.read_text()
            return json_of(home / "run.json")

        until(ready, "run.json", patience_s=240)
        yield home


def rehearse(home: Path, *arguments: str, **settings: str) -> Any:
    return manage("rehearse", *arguments, env=environment(home, **settings))


def test_it_prints_the_conversation_and_the_evaluation(home: Path) -> None:
    done = rehearse(home)

    assert done.returncode == 0, done.stderr
    for words in ("interviewer  ", "candidate  ", "understood  ", "Recommendation: ", "Scores (0-100): overall "):
        assert words in done.stdout


def test_json_is_one_document_with_the_evaluation(home: Path) -> None:
    done = rehearse(home, "--json", "--character", "typing", "--way", "http")

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"interview_id", "status", "scores", "recommendation", "turns"}
    assert document["interview_id"].startswith("int_")
    assert document["status"] == "completed"
    assert set(document["scores"]) == {"overall", "technical", "behavioral", "communication"}
    assert document["scores"]["overall"] is not None
    assert all(turn["a"] and turn["score"] is not None for turn in document["turns"])


def test_all_characters_give_one_document_with_a_list(home: Path) -> None:
    done = rehearse(home, "--json", "--character", "all")

    assert done.returncode == 0, done.stderr
    documents = json.loads(done.stdout)
    assert [document["status"] for document in documents] == ["completed"] * 7
    assert documents[2]["scores"]["overall"] is None, "silence is no evidence, not a low score"


def test_a_given_link_is_used_and_used_up(home: Path) -> None:
    link = json_of(home / "run.json")["candidate_link"]

    first = rehearse(home, "--link", link, "--json")
    second = rehearse(home, "--link", link, "--json")

    assert first.returncode == 0, first.stderr
    assert second.returncode == 1
    assert "used up" in second.stderr
    assert second.stdout == ""


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("http://localhost:1/i/unknown/", "not known"),
        ("https://example.com/", "looks like http://host/i/<token>/"),
    ],
)
def test_a_dead_link_is_refused_with_a_sentence(link: str, sentence: str, home: Path) -> None:
    done = rehearse(home, "--link", link)

    assert done.returncode == 1
    assert sentence in done.stderr


def test_a_link_to_where_nobody_answers_fails_with_a_sentence(home: Path) -> None:
    link = Link.parse(json_of(home / "run.json")["candidate_link"])
    made = rehearse(home, "--link", f"http://127.0.0.1:{free_port()}{link.path}", "--patience", "2")

    assert made.returncode == 1
    assert "Traceback" not in made.stderr


def test_when_the_interviewer_stays_away_it_says_what_it_waited_for(home: Path) -> None:
    """The candidate speaks with a voice that fails."""
    done = rehearse(home, "--patience", "5", SCRIPTED_FAULTS="tts:unavailable")

    assert done.returncode == 1
    assert "The interview was not completed: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c", "REDIS_URL": "redis://127.0.0.1:1", "SECRET_KEY": "k" * 50},
    ],
    ids=["nothing is set", "stores are set"],
)
def test_where_nothing_runs_it_says_how_to_start(settings: dict[str, str], tmp_path: Path) -> None:
    done = rehearse(tmp_path / "nothing", **settings)

    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr
