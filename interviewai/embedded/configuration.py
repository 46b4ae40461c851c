"""The environment of the processes that `manage.py up` starts: what it was given, and the rest made up here."""

import os
from collections.abc import Mapping
from pathlib import Path

from interviewai.embedded import ports, secrets
from interviewai.embedded.errors import EmbeddedError

DEFAULT_PORT = 8000
DEFAULTS = {
    "HOST": "127.0.0.1",
    "LIVE_CONCURRENCY": "8",
    "SCORING_CONCURRENCY": "2",
    # Web threads that wait for the database; Python's own choice (cores + 4) is too few for many live interviews.
    "ASGI_THREADS": "16",
    "PYTHONUNBUFFERED": "1",
}


def is_given(environment: Mapping[str, str], name: str) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def for_children(home: Path, given: Mapping[str, str], stores: Mapping[str, str], port: int) -> dict[str, str]:
    environment = {**DEFAULTS, **{name: value for name, value in given.items() if value}, **stores}
    environment |= {"INTERVIEWAI_HOME": str(home), "PORT": str(port)}
    environment.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    if not is_given(given, "SECRET_KEY"):
        environment["SECRET_KEY"] = secrets.kept(home, "secret_key")
    return environment


def web_port(given: Mapping[str, str] = os.environ) -> int:
    """PORT as it is asked for, or else the first free one from 8000 on."""
    host = given.get("HOST") or DEFAULTS["HOST"]
    wanted = given.get("PORT", "").strip()
    if not wanted:
        return next(port for port in range(DEFAULT_PORT, DEFAULT_PORT + 1000) if ports.is_free(host, port))
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise EmbeddedError("PORT must be a whole number from 1 to 65535.")
    if not ports.is_free(host, int(wanted)):
        raise EmbeddedError(f"PORT {wanted} is in use by another program. Set PORT to a free one, or leave it unset.")
    return int(wanted)
