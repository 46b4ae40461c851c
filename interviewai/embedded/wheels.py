"""Server programs that pip wheels carry. The wheels are never imported: their own launchers are not wanted."""

import os
import shutil
import stat
import subprocess
import tempfile
from importlib import metadata, util
from pathlib import Path

from interviewai.embedded.accounts import Account
from interviewai.embedded.errors import EmbeddedError

CACHE = Path("/var/cache/interviewai")


def package_folder(package: str, distribution: str) -> Path:
    spec = util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            f"The package {distribution} is not installed. Start with `make run`, which installs it, "
            "or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.origin).parent


def program(package: str, distribution: str, path: str, account: Account | None) -> Path:
    """The program inside the package, in a place from which the account can run it."""
    folder = package_folder(package, distribution)
    if account is None or _runs(folder / path, account):
        return folder / path
    copy = _copy(folder, f"{distribution}-{metadata.version(distribution)}")
    if not _runs(copy / path, account):
        raise EmbeddedError(f"{path} of {distribution} cannot be run from {copy} by an unprivileged account.")
    return copy / path


def _runs(path: Path, account: Account) -> bool:
    try:
        subprocess.run(  # noqa: S603  (a program of an installed wheel)
            [path, "--version"],
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            capture_output=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _copy(folder: Path, name: str) -> Path:
    """Beside the package stands `<package>.libs`, which its programs look up relative to themselves."""
    target = _cache() / name
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=target.parent))
        draft.chmod(0o755)
        for source in (folder, folder.with_name(f"{folder.name}.libs")):
            if source.exists():
                shutil.copytree(
                    source,
                    draft / source.name,
                    ignore=shutil.ignore_patterns("__pycache__"),
                )
        for path in draft.rglob("*"):
            path.chmod(
                0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644,
                follow_symlinks=True,
            )
        _publish(draft, target)
    return target / folder.name


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(draft)


def _cache() -> Path:
    """Only root writes here, so nobody can slip in another program."""
    CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    state = CACHE.stat()
    if state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise EmbeddedError(f"{CACHE} can be written by others; it must belong to root alone.")
    return CACHE
