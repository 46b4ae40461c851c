"""Encryption at rest of what must be read again: signing secrets, links that are still to be told.

The key is the organization's own, derived from ENCRYPTION_KEYS; one organization's text opens for no other.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from organizations.tenancy import current_organization


class Unsealable(ValueError):
    """Sealed with a key that is not among ENCRYPTION_KEYS any more, or for another organization."""


def seal(text: str) -> str:
    """For the current organization."""
    return _fernet(current_organization().id, _keys()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises Unsealable."""
    try:
        return _fernet(current_organization().id, _keys()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable("This was sealed with a key that is not set any more.") from None


def _keys() -> tuple[str, ...]:
    return tuple(settings.ENCRYPTION_KEYS)


@lru_cache(maxsize=1000)
def _fernet(organization_id: str, keys: tuple[str, ...]) -> MultiFernet:
    """The first key seals, each of them opens."""
    return MultiFernet([Fernet(_derived(organization_id, key)) for key in keys])


def _derived(organization_id: str, key: str) -> bytes:
    info = f"interviewai/sealing/{organization_id}".encode()
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=info).derive(key.encode()))
