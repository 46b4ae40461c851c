"""Speech by content: within an organization the same words in the same voice are synthesized once."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypedDict

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from interviews.models import CachedSpeech
from organizations.tenancy import current_organization, storage_key
from providers.tts import Speech, TTSProvider

_complete: set[tuple[str, str]] = set()  # a few a voice and organization


class Chunk(TypedDict):
    key: str
    content_type: str
    duration_ms: int


def cached_chunks(text: str, tier: str, language: str) -> list[Chunk] | None:
    row = CachedSpeech.objects.filter(sha256=_fingerprint(text, tier, language)).first()
    return row.chunks if row else None


def is_all_cached(texts: Sequence[str], tier: str, language: str) -> bool:
    """In one query; asked for each snapshot of a page, so a yes is remembered."""
    key = (current_organization().id, _fingerprint("".join(texts), tier, language))
    if key in _complete:
        return True
    wanted = [_fingerprint(text, tier, language) for text in texts]
    complete = CachedSpeech.objects.filter(sha256__in=wanted).count() == len(wanted)
    if complete:
        _complete.add(key)
    return complete


def synthesize(tts: TTSProvider, text: str, tier: str, language: str) -> Iterator[Chunk]:
    """Stored chunks, each as soon as its sentence is spoken; the whole is remembered at the end."""
    fingerprint = _fingerprint(text, tier, language)
    chunks: list[Chunk] = []
    for speech in tts.stream(text, language=language):
        chunks.append(_store(fingerprint, len(chunks), speech))
        yield chunks[-1]
    CachedSpeech.objects.get_or_create(sha256=fingerprint, defaults={"chunks": chunks})


def read(chunk: Chunk) -> bytes:
    with default_storage.open(chunk["key"]) as file:
        audio: bytes = file.read()
        return audio


def _store(fingerprint: str, index: int, speech: Speech) -> Chunk:
    digest = hashlib.sha256(speech.audio).hexdigest()[:16]
    key = storage_key(current_organization(), "speech", fingerprint, f"{index}-{digest}")
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(speech.audio))
    return Chunk(key=key, content_type=speech.content_type, duration_ms=speech.duration_ms)


def _fingerprint(text: str, tier: str, language: str) -> str:
    voice = f"{settings.AI.voice_identity(tier)}|{language}"
    return hashlib.sha256(f"{voice}|{text}".encode()).hexdigest()
