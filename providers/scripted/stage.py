"""What all scripted providers do before they answer: wait, and fail when the script says so."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from providers.config import ScriptedConfig, check_fault
from providers.errors import (
    BadCredentials,
    ConfigurationError,
    InvalidInput,
    InvalidOutput,
    ModelIntegrityError,
    ProviderError,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from providers.usage import Port

Sleep = Callable[[float], None]
FAULTS: dict[str, type[ProviderError]] = {
    error.code: error
    for error in (
        ProviderTimeout,
        ProviderUnavailable,
        RateLimited,
        BadCredentials,
        InvalidInput,
        InvalidOutput,
        Unsupported,
        ModelIntegrityError,
    )
}


def perform(config: ScriptedConfig, port: Port, sleep: Sleep = time.sleep) -> str | None:
    """Waits the port's latency once, then raises the port's fault. A fault that is no error is returned."""
    milliseconds = {"stt": config.stt_ms, "llm": config.llm_ms, "tts": config.tts_ms}[port]
    if milliseconds:
        sleep(milliseconds / 1000)
    fault = current_faults(config).get(port)
    if fault in FAULTS:
        raise FAULTS[fault](f"The script makes {port} fail: {fault}.", provider="scripted")
    return fault


def current_faults(config: ScriptedConfig) -> dict[str, str]:
    """The file wins over the setting while it exists, so that a test can change the faults of a running process."""
    if config.faults_file is None:
        return dict(config.faults)
    try:
        return _read(config.faults_file)
    except FileNotFoundError:
        return dict(config.faults)


def _read(path: Path) -> dict[str, str]:
    faults = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(faults, dict):
        raise ConfigurationError('SCRIPTED_FAULTS_FILE must hold a JSON object like {"stt": "unavailable"}.')
    return dict(check_fault(port, code) for port, code in faults.items() if code)
