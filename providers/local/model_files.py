"""Model files: read whole, checked against a SHA-256, and loaded once in a process.

Models come in packages whose uploaders nobody vouches for. They are data, and only the official bytes are used.
"""

import hashlib
from collections.abc import Callable, Hashable
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from providers.errors import ModelIntegrityError, ProviderUnavailable

Key = TypeVar("Key", bound=Hashable)
Model = TypeVar("Model")


class LoadedOnce(Generic[Key, Model]):
    """`get(key)` loads at the first call and waits for a load that is under way. A load that failed is tried again."""

    def __init__(self, load: Callable[[Key], Model]) -> None:
        self._load = load
        self._models: dict[Key, Model] = {}
        self._lock = Lock()

    def get(self, key: Key) -> Model:
        if key not in self._models:
            with self._lock:
                if key not in self._models:
                    self._models[key] = self._load(key)
        return self._models[key]


def read_verified(paths: list[Path], sha256: str, *, provider: str, setting: str) -> bytes:
    """The files joined. `setting` is the variable by which a person vouches for another file."""
    data = b"".join(read(path, provider=provider) for path in paths)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelIntegrityError(
            f"The model file {paths[0].name} is not the expected one: its SHA-256 does not begin with {sha256[:12]}. "
            f"It was not loaded. If you mean to use another model, set {setting} to its SHA-256.",
            provider=provider,
        )
    return data


def read(path: Path, *, provider: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProviderUnavailable(
            f"The model file {path.name} cannot be read: {error.strerror}.", provider=provider
        ) from error


def package_folder(package: str) -> Path:
    """Where a package of data lies. Raises ImportError when it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.origin).parent
