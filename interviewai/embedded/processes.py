"""Programs started in the foreground, as children that end with the process that started them.

Linux ties a child to the *thread* that forked it: start from the main thread, or from one that lives as long.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interviewai.embedded import locks
from interviewai.embedded.accounts import Account
from interviewai.embedded.errors import EmbeddedError

TETHER = Path(__file__).with_name("tether.py")


@dataclass(frozen=True)
class Program:
    name: str
    arguments: Sequence[str]
    cwd: Path
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    account: Account | None = None
    stdin: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    patience_s: float = 10
    lock: Path | None = None
    before_start: Callable[[], None] = lambda: None


class Process:
    """One run of a program, in a session of its own: the terminal's Ctrl-C reaches the launcher only."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.started_at = time.monotonic()
        self.log_start = program.log.stat().st_size if program.log.exists() else 0
        self._was_asked = False
        lock = locks.inherited(program.lock) if program.lock else None
        try:
            program.before_start()
            self._popen = _start(program, lock)
            if lock is not None:
                locks.sign(lock, self.pid)
        finally:
            if lock is not None:
                os.close(lock)

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def exit_status(self) -> int | None:
        return self._popen.poll()

    def wait_until(self, ready: Callable[[], bool], *, patience_s: float) -> None:
        give_up_at = time.monotonic() + patience_s
        while not ready():
            if self.exit_status is not None:
                raise EmbeddedError(f"{self.program.name} ended while it was starting.\n{tail(self.program.log)}")
            if time.monotonic() > give_up_at:
                raise EmbeddedError(
                    f"{self.program.name} was not ready in {patience_s:.0f} s.\n{tail(self.program.log)}"
                )
            time.sleep(0.02)

    def wait(self) -> int:
        return self._popen.wait()

    def ask_to_stop(self) -> None:
        if self.exit_status is None and not self._was_asked:
            self._was_asked = True
            self._popen.send_signal(self.program.stop_signal)

    def stop(self) -> None:
        """Asked first, once; killed when it takes longer than its patience."""
        self.ask_to_stop()
        try:
            self._popen.wait(self.program.patience_s)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


def _start(program: Program, lock: int | None) -> subprocess.Popen[bytes]:
    account = program.account or Account(-1, -1)
    tether = [
        sys.executable,
        "-I",
        "-S",
        str(TETHER),
        str(os.getpid()),
        str(int(program.death_signal)),
    ]
    place = [str(program.cwd), str(account.uid), str(account.gid)]
    program.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with program.log.open("ab") as log, tempfile.TemporaryFile() as stdin:
        stdin.write(program.stdin.encode())
        stdin.seek(0)
        return subprocess.Popen(  # noqa: S603  (programs of ours, no shell)
            [*tether, *place, *program.arguments],
            stdin=stdin,
            stdout=log,
            stderr=log,
            env=dict(program.environment),
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
        )


def tail(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
