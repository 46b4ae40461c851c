"""Passwords and keys that were made up here, kept in INTERVIEWAI_HOME/secrets for the next start."""

import os
import secrets
from pathlib import Path


def kept(home: Path, name: str, *, size: int = 32) -> str:
    """The secret of that name; `size` random bytes when it is asked for the first time."""
    return read(home, name) or write(home, name, secrets.token_urlsafe(size))


def read(home: Path, name: str) -> str:
    path = home / "secrets" / name
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def write(home: Path, name: str, value: str) -> str:
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private_file(folder / name, value + "\n")
    return value


def private_file(path: Path, content: str) -> None:
    """Written whole or not at all, and never readable by others, not even for a moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)
