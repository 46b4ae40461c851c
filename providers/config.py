"""The AI settings as one frozen value. Built from the environment by the one who owns it; nothing here reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from providers.errors import ConfigurationError

AIEnv = Literal["local", "development", "production", "scripted"]
Tier = Literal["essential", "professional", "enterprise"]
TIERS: tuple[Tier, ...] = get_args(Tier)
CODES_OF_FAULTS = (
    "timeout",
    "unavailable",
    "rate_limited",
    "bad_credentials",
    "invalid_input",
    "invalid_output",
    "unsupported",
    "model_integrity",
    "silence",
)


@dataclass(frozen=True)
class ScriptedConfig:
    """Latencies are in milliseconds. A fault is the code of an error; `silence` (stt only): nothing was understood.

    `faults_file` is a JSON object like {"stt": "unavailable"} that replaces `faults` for as long as it exists.
    """

    stt_ms: int = 0
    llm_ms: int = 0
    tts_ms: int = 0
    faults: tuple[tuple[str, str], ...] = ()
    faults_file: Path | None = None


@dataclass(frozen=True)
class AIConfig:
    env: AIEnv = "local"
    llm_url: str = ""  # any OpenAI-compatible server; empty: coverage
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_timeout_s: int = 60
    llm_max_tokens: int = 0  # of one answer; 0: what each prompt needs
    stt_timeout_s: int = 90  # What is said again and again is heard several times.
    tts_timeout_s: int = 60
    stt_model_dir: Path | None = None  # None: the packaged whisper base
    stt_model_sha256: str = ""  # of model.bin in stt_model_dir, when that is not whisper base
    tts_voice_file: Path | None = None  # None: the packaged voice
    tts_voice_sha256: str = ""  # of tts_voice_file, when that is not the packaged voice
    coverage_model_file: Path | None = None  # None: the packaged MiniLM
    cool_down_s: int = 30  # how long a provider that failed is passed over
    scripted: ScriptedConfig = ScriptedConfig()

    def voice_identity(self, tier: str) -> str:
        """Two equal identities speak with the same voice: part of the key under which speech is cached."""
        if self.env in ("local", "scripted"):
            return f"{self.env}:{self.tts_voice_file or 'packaged'}:{self.tts_voice_sha256}"
        return f"{self.env}:{tier}"

    @classmethod
    def from_mapping(cls, env: Mapping[str, str]) -> "AIConfig":
        """Raises ConfigurationError with a sentence that names the variable."""
        llm_url = _text(env, "LLM_URL")
        llm_model = _text(env, "LLM_MODEL")
        if llm_url and not llm_url.startswith(("http://", "https://")):
            raise ConfigurationError("LLM_URL must begin with http:// or https://, like http://localhost:11434/v1.")
        if llm_url and not llm_model:
            raise ConfigurationError("LLM_URL is set, so LLM_MODEL must name the model that the server should use.")
        return cls(
            env=_ai_env(env),
            llm_url=llm_url,
            llm_model=llm_model,
            llm_key=_secret(env, "LLM_KEY"),
            llm_max_tokens=_number(env, "LLM_MAX_TOKENS", cls.llm_max_tokens),
            llm_timeout_s=_number(env, "LLM_TIMEOUT_SECONDS", cls.llm_timeout_s, minimum=1),
            stt_timeout_s=_number(env, "STT_TIMEOUT_SECONDS", cls.stt_timeout_s, minimum=1),
            tts_timeout_s=_number(env, "TTS_TIMEOUT_SECONDS", cls.tts_timeout_s, minimum=1),
            stt_model_dir=_path(env, "STT_MODEL_DIR"),
            stt_model_sha256=_sha256(env, "STT_MODEL_SHA256"),
            tts_voice_file=_path(env, "TTS_VOICE_FILE"),
            tts_voice_sha256=_sha256(env, "TTS_VOICE_SHA256"),
            coverage_model_file=_path(env, "COVERAGE_MODEL_FILE"),
            cool_down_s=_number(env, "PROVIDER_COOL_DOWN_SECONDS", cls.cool_down_s),
            scripted=ScriptedConfig(
                stt_ms=_number(env, "SCRIPTED_STT_MS", 0),
                llm_ms=_number(env, "SCRIPTED_LLM_MS", 0),
                tts_ms=_number(env, "SCRIPTED_TTS_MS", 0),
                faults=_faults(_text(env, "SCRIPTED_FAULTS")),
                faults_file=_path(env, "SCRIPTED_FAULTS_FILE"),
            ),
        )


def check_fault(port: str, code: str) -> tuple[str, str]:
    if port not in ("stt", "llm", "tts") or code not in CODES_OF_FAULTS or (code == "silence" and port != "stt"):
        raise ConfigurationError(
            "A scripted fault is port:code, with a port of stt, llm, tts and a code of "
            f"{', '.join(CODES_OF_FAULTS)} (silence for stt only)."
        )
    return port, code


def _ai_env(env: Mapping[str, str]) -> AIEnv:
    value = _text(env, "AI_ENV") or "local"
    if value not in get_args(AIEnv):
        raise ConfigurationError(f"AI_ENV must be one of {', '.join(get_args(AIEnv))}.")
    return cast(AIEnv, value)


def _faults(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.strip().partition(":") for part in text.split(",") if part.strip())
    return tuple(check_fault(port, code) for port, _, code in pairs)


def _text(env: Mapping[str, str], name: str) -> str:
    return env.get(name, "").strip()


def _number(env: Mapping[str, str], name: str, default: int, *, minimum: int = 0) -> int:
    value = _text(env, name) or str(default)
    if not value.isdecimal() or int(value) < minimum:
        raise ConfigurationError(f"{name} must be a whole number of at least {minimum}.")
    return int(value)


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = _text(env, name)
    return Path(value).expanduser() if value else None


def _sha256(env: Mapping[str, str], name: str) -> str:
    value = _text(env, name).lower()
    if value and (len(value) != 64 or not set(value) <= set("0123456789abcdef")):
        raise ConfigurationError(f"{name} must be a SHA-256: 64 hexadecimal digits.")
    return value


def _secret(env: Mapping[str, str], name: str) -> str:
    """The value of NAME, or the contents of the file that NAME_FILE names."""
    path = _path(env, f"{name}_FILE")
    if path is None:
        return _text(env, name)
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{name}_FILE names a file that cannot be read: {error.strerror}.") from error
