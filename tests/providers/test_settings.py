from pathlib import Path

import pytest

from providers.config import AIConfig
from providers.errors import ConfigurationError
from providers.registry import Providers
from tests.providers.conftest import Make


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"AI_ENV": "staging"}, "AI_ENV"),
        ({"LLM_URL": "localhost:11434", "LLM_MODEL": "m"}, "LLM_URL"),
        ({"LLM_URL": "http://localhost:11434/v1"}, "LLM_MODEL"),
        ({"LLM_KEY_FILE": "/no/such/file"}, "LLM_KEY_FILE"),
        ({"STT_TIMEOUT_SECONDS": "0"}, "STT_TIMEOUT_SECONDS"),
        ({"TTS_TIMEOUT_SECONDS": "soon"}, "TTS_TIMEOUT_SECONDS"),
        ({"SCRIPTED_STT_MS": "soon"}, "SCRIPTED_STT_MS"),
        ({"SCRIPTED_FAULTS": "stt:tired"}, "fault"),
        ({"SCRIPTED_FAULTS": "tts:silence"}, "fault"),
        ({"STT_MODEL_SHA256": "abc"}, "STT_MODEL_SHA256"),
    ],
)
def test_a_wrong_setting_fails_with_a_sentence_that_names_it(env: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        AIConfig.from_mapping(env)


def test_without_any_setting_everything_is_local() -> None:
    assert AIConfig.from_mapping({}) == AIConfig()
    assert AIConfig().env == "local"


def test_a_secret_may_stand_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("s3cret\n")
    config = AIConfig.from_mapping({"LLM_KEY_FILE": str(key)})
    assert config.llm_key == "s3cret"
    assert "s3cret" not in repr(config)


@pytest.mark.parametrize("env", ["development", "production"])
def test_an_environment_whose_vendors_do_not_exist_yet_says_so(providers_for: Make, env: str) -> None:
    with pytest.raises(ConfigurationError, match=f"AI_ENV={env} has no providers"):
        providers_for(AI_ENV=env).stt("essential")


def test_an_unknown_tier_says_which_there_are(local: Providers) -> None:
    with pytest.raises(ConfigurationError, match="essential, professional, enterprise"):
        local.tts("platinum")


def test_a_server_replaces_coverage_and_nothing_falls_back_to_it(providers_for: Make) -> None:
    with_server = providers_for(LLM_URL="http://127.0.0.1:9/v1", LLM_MODEL="m").llm("essential")
    assert [link.provider for link in with_server.links] == ["openai_compatible"]  # type: ignore[attr-defined]
    assert [link.provider for link in providers_for().llm("essential").links] == ["coverage"]  # type: ignore[attr-defined]


def test_the_measure_beside_a_judge_is_coverage_whatever_server_judges(providers_for: Make) -> None:
    beside_a_server = providers_for(LLM_URL="http://127.0.0.1:9/v1", LLM_MODEL="m").coverage()
    assert [link.provider for link in beside_a_server.links] == ["coverage"]  # type: ignore[attr-defined]
    assert [link.provider for link in providers_for(AI_ENV="scripted").coverage().links] == ["scripted"]  # type: ignore[attr-defined]


def test_speech_is_cached_under_the_voice_that_speaks() -> None:
    packaged, other = AIConfig(), AIConfig(tts_voice_file=Path("other.onnx"))
    assert packaged.voice_identity("essential") == packaged.voice_identity("enterprise")
    assert packaged.voice_identity("essential") != other.voice_identity("essential")
    assert packaged.voice_identity("essential") != AIConfig(env="scripted").voice_identity("essential")
