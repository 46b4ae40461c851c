"""The account that the stores run under: Postgres refuses root, so root hands them to `nobody`."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from interviewai.embedded.errors import EmbeddedError


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int


def unprivileged() -> Account | None:
    """None where the present account will do."""
    if os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        return Account(entry.pw_uid, entry.pw_gid)
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise EmbeddedError(
            f"User id {os.geteuid()} has no name on this machine, and Postgres will not start without one. "
            "Add it to /etc/passwd, or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from None
    return None


def private_folder(path: Path, account: Account | None) -> Path:
    """Made for the account alone. Only this folder is given away: its parents keep their owners and modes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    if account and path.stat().st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    return path
