"""Which provider answers: AI_ENV and tier choose a chain of names for each port, and a name stands for one class.

A new vendor is a folder (`<vendor>/{stt,llm,tts}.py`), its lines in VENDORS, and its place in CHAINS.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pkgutil import resolve_name
from typing import Any

from providers.config import TIERS, AIConfig, AIEnv, Tier
from providers.errors import ConfigurationError
from providers.fallback import CoolDown, LLMChain, STTChain, TTSChain
from providers.llm import LLMProvider
from providers.stt import STTProvider
from providers.tts import TTSProvider
from providers.usage import OnCall, Port, ignore_call

logger = logging.getLogger(__name__)

# Resolved when first used: a process that never speaks does not load an engine for speech.
VENDORS: Mapping[Port, Mapping[str, str]] = {
    "stt": {
        "whisper": "providers.local.stt:WhisperSTT",
        "scripted": "providers.scripted.stt:ScriptedSTT",
    },
    "llm": {
        "coverage": "providers.local.llm:CoverageLLM",
        "openai_compatible": "providers.openai_compatible.llm:OpenAICompatibleLLM",
        "scripted": "providers.scripted.llm:ScriptedLLM",
    },
    "tts": {
        "piper": "providers.local.tts:PiperTTS",
        "espeak": "providers.local.espeak:EspeakTTS",
        "scripted": "providers.scripted.tts:ScriptedTTS",
    },
}


@dataclass(frozen=True)
class Names:
    """Names of VENDORS, the first choice first."""

    stt: tuple[str, ...]
    llm: tuple[str, ...]
    tts: tuple[str, ...]


LOCAL = Names(stt=("whisper",), llm=("coverage",), tts=("piper", "espeak"))
# A model and coverage do not judge alike: no falling back from one to the other, or candidates of a job
# would be measured differently.
LOCAL_WITH_SERVER = Names(stt=LOCAL.stt, llm=("openai_compatible",), tts=LOCAL.tts)
SCRIPTED = Names(stt=("scripted",), llm=("scripted",), tts=("scripted",))

# development: Groq, Edge. production: essential, professional, enterprise as in the product document. One entry a
# tier, as soon as their vendors are in VENDORS.
CHAINS: Mapping[AIEnv, Mapping[Tier, Names]] = {
    "local": dict.fromkeys(TIERS, LOCAL),
    "scripted": dict.fromkeys(TIERS, SCRIPTED),
    "development": {},
    "production": {},
}


class Providers:
    """The ports that a caller uses. Cheap to make: loaded models and cool-downs are shared by the process."""

    def __init__(self, config: AIConfig, on_call: OnCall = ignore_call) -> None:
        self._config = config
        self._on_call = on_call

    def stt(self, tier: str) -> STTProvider:
        return STTChain(self._links("stt", names(self._config, tier).stt), _cool_down(self._config))

    def llm(self, tier: str) -> LLMProvider:
        return LLMChain(self._links("llm", names(self._config, tier).llm), _cool_down(self._config))

    def coverage(self) -> LLMProvider:
        """The measure beside each judge: it takes no instructions, whatever LLM_URL says."""
        return LLMChain(self._links("llm", (measure(self._config),)), _cool_down(self._config))

    def tts(self, tier: str) -> TTSProvider:
        return TTSChain(self._links("tts", names(self._config, tier).tts), _cool_down(self._config))

    def warm(self, ports: Iterable[Port] = ("stt", "llm", "tts"), tier: str = "essential") -> None:
        """Loads the models of these ports now. Raises ModelIntegrityError for a file that is not what it should be."""
        for port in ports:
            chain: STTProvider | LLMProvider | TTSProvider = getattr(self, port)(tier)
            chain.warm()

    def _links(self, port: Port, chosen: tuple[str, ...]) -> list[Any]:
        """A link whose package is not installed is left out, as long as another one remains."""
        links, missing = [], []
        for name in chosen:
            try:
                links.append(resolve_name(VENDORS[port][name])(self._config, self._on_call))
            except ImportError as error:
                logger.warning("Provider %s is left out: the package %s is not installed.", name, error.name)
                missing.append(f"{name} needs the package {error.name}")
        if not links:
            raise ConfigurationError(f"No provider for {port}: {'; '.join(missing)}. Install the extra `local`.")
        return links


def names(config: AIConfig, tier: str) -> Names:
    """Raises ConfigurationError for an unknown tier, or an AI_ENV whose vendors do not exist yet."""
    chains = CHAINS[config.env]
    if not chains:
        raise ConfigurationError(
            f"AI_ENV={config.env} has no providers in this version; set AI_ENV=local or AI_ENV=scripted."
        )
    if tier not in TIERS:
        raise ConfigurationError(f"There is no tier {tier!r}; the tiers are {', '.join(TIERS)}.")
    return LOCAL_WITH_SERVER if config.env == "local" and config.llm_url else chains[tier]


def measure(config: AIConfig) -> str:
    """A script's numbers follow no answer: coverage would hold each of them, and has a model to load."""
    return "scripted" if config.env == "scripted" else "coverage"


@lru_cache
def _cool_down(config: AIConfig) -> CoolDown:
    return CoolDown(config.cool_down_s)
