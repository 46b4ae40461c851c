"""Programs of the siege in processes of their own: lines of JSON in, lines of JSON out."""

import json
import subprocess
import sys
from contextlib import AbstractContextManager
from typing import Any, Self

from interviewai.embedded.programs import PROJECT


class Child(AbstractContextManager["Child"]):
    def __init__(self, module: str, plan: dict[str, Any]) -> None:
        self._module = module
        command = [sys.executable, "-m", f"benchmarks.siege.{module}"]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tell(plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._process.kill()
        self._process.wait()

    def tell(self, message: object) -> None:
        assert self._process.stdin
        print(json.dumps(message), file=self._process.stdin, flush=True)

    def hear(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The {self._module} has ended before its last word.")
        return json.loads(line)


def heard() -> Any:
    """Within a child: the parent's next word."""
    return json.loads(sys.stdin.readline())


def say(message: object) -> None:
    print(json.dumps(message), flush=True)
