"""The environment, read in one place. A wrong value fails with a sentence that names the variable."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = text(name, str(default)).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0 (or true or false).")


def number(name: str, default: int, *, minimum: int = 0) -> int:
    value = text(name) or str(default)
    if not value.isdecimal() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {minimum}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(allowed))}.")
    return value


def secret(name: str, default: str = "") -> str:
    """The value of NAME, or the contents of the file that NAME_FILE names (Docker and Kubernetes secrets)."""
    path = text(f"{name}_FILE")
    if not path:
        return text(name, default)
    if text(name):
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error.strerror}.") from error


def required_secret(name: str) -> str:
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Start everything with `make run`, or set {name} (or {name}_FILE) in the environment."
        )
    return value
