"""What candidates say under siege, and which engines hear it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.local_engines import SENTENCES, spoken
from benchmarks.pace import LLM_MS, STT_MS, TTS_MS, pace_of
from interviews.synthetic.wire import Recording
from providers.config import AIConfig
from providers.registry import Providers


@dataclass(frozen=True)
class Engines:
    """`longer` stretches calm and attack: a person's answer on real engines takes its time."""

    name: str
    settings: dict[str, str] = field(hash=False)
    longer: float = 1


WEBHOOKS = {"WEBHOOK_ALLOW_INSECURE": "1"}
SCRIPTED = Engines(
    "scripted",
    {
        "AI_ENV": "scripted",
        "SCRIPTED_STT_MS": str(STT_MS),
        "SCRIPTED_LLM_MS": str(LLM_MS),
        "SCRIPTED_TTS_MS": str(TTS_MS),
        **WEBHOOKS,
    },
)
LOCAL = Engines("local", {"AI_ENV": "local", **WEBHOOKS}, longer=3)


def answer(engines: str) -> Sequence[Recording]:
    """A few seconds, cut at the pauses."""
    if engines == SCRIPTED.name:
        return pace_of(1).answer()
    tts = Providers(AIConfig(env="local")).tts("essential")
    return [spoken(tts, sentence) for sentence in (SENTENCES[2], SENTENCES[11])]
