"""Becomes another program that cannot outlive the process which asked for it.

Run as a script: `python tether.py PARENT_PID DEATH_SIGNAL CWD UID GID PROGRAM [ARGUMENT...]`; UID -1 keeps the account.
It stands between fork and exec because Python's `preexec_fn` is unsafe where other threads run. The order matters:
the folder is entered with the rights of the starter, and Linux forgets the death signal when the account changes.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def tie(parent: int, death_signal: int) -> None:
    """Elsewhere than on Linux nothing ties a child to its parent; the next start ends what was left (`locks`)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that started this program has ended.")


def drop(uid: int, gid: int) -> None:
    if uid < 0:
        return
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(arguments: list[str]) -> None:
    parent, death_signal, cwd, uid, gid, *program = arguments
    os.chdir(cwd)
    drop(int(uid), int(gid))
    tie(int(parent), int(death_signal))
    os.execvp(program[0], program)  # noqa: S606  (this is what the script is for)


if __name__ == "__main__":
    main(sys.argv[1:])
