import shutil
import sys
import threading
from pathlib import Path

import pytest

from providers.config import AIConfig
from providers.errors import ConfigurationError, ModelIntegrityError, ProviderUnavailable
from providers.local.model_files import LoadedOnce
from providers.local.stt import ModelFolder
from providers.local.tts import VoiceFile
from providers.registry import Providers
from providers.usage import Call
from tests.providers.audio import silence
from tests.providers.conftest import Make


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.fixture
def whisper_copy(tmp_path: Path) -> Path:
    """The packaged model as one folder, as a person would unpack it."""
    chosen = ModelFolder.chosen(AIConfig())
    (tmp_path / "model.bin").write_bytes(b"".join(part.read_bytes() for part in chosen.weights))
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copy(chosen.folder / name, tmp_path)
    return tmp_path


def test_another_folder_with_the_right_model_is_used(providers_for: Make, whisper_copy: Path) -> None:
    stt = providers_for(STT_MODEL_DIR=str(whisper_copy)).stt("essential")
    assert stt.transcribe(silence(1), content_type="audio/wav").no_speech


def test_a_whisper_model_with_one_wrong_bit_is_refused(
    providers_for: Make, whisper_copy: Path, calls: list[Call]
) -> None:
    flip_a_bit(whisper_copy / "model.bin")
    ports = providers_for(STT_MODEL_DIR=str(whisper_copy))
    with pytest.raises(ModelIntegrityError, match="STT_MODEL_SHA256"):
        ports.warm(["stt"])
    with pytest.raises(ModelIntegrityError):
        ports.stt("essential").transcribe(silence(1), content_type="audio/wav")
    assert [call.status for call in calls] == ["model_integrity"]


def test_a_voice_with_one_wrong_bit_is_refused(providers_for: Make, tmp_path: Path) -> None:
    voice = VoiceFile.chosen(AIConfig()).path
    for path in (voice, Path(f"{voice}.json")):
        shutil.copy(path, tmp_path)
    flip_a_bit(tmp_path / voice.name)
    with pytest.raises(ModelIntegrityError, match="TTS_VOICE_SHA256"):
        providers_for(TTS_VOICE_FILE=str(tmp_path / voice.name)).warm(["tts"])


def test_a_sentence_model_that_is_another_file_is_refused(providers_for: Make, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelIntegrityError):
        providers_for(COVERAGE_MODEL_FILE=str(tmp_path / "model.onnx")).warm(["llm"])


def test_a_model_folder_that_does_not_exist_is_said_plainly(providers_for: Make, tmp_path: Path) -> None:
    with pytest.raises(ProviderUnavailable, match=r"model\.bin cannot be read"):
        providers_for(STT_MODEL_DIR=str(tmp_path / "nowhere")).warm(["stt"])


def test_four_threads_that_need_a_model_at_once_load_it_once() -> None:
    barrier, loaded = threading.Barrier(4), []

    def load(name: str) -> object:
        loaded.append(name)
        return object()

    models: LoadedOnce[str, object] = LoadedOnce(load)
    got: list[object] = []

    def need() -> None:
        barrier.wait()
        got.append(models.get("whisper"))

    threads = [threading.Thread(target=need) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == ["whisper"]
    assert len(got) == 4
    assert len(set(map(id, got))) == 1


def test_a_load_that_failed_is_tried_again() -> None:
    attempts: list[str] = []

    def load(name: str) -> str:
        attempts.append(name)
        if len(attempts) == 1:
            raise ProviderUnavailable("Not there yet.", provider="x")
        return "model"

    models: LoadedOnce[str, str] = LoadedOnce(load)
    with pytest.raises(ProviderUnavailable):
        models.get("m")
    assert models.get("m") == "model"


def test_four_threads_speak_and_listen_at_once(local: Providers, calls: list[Call]) -> None:
    words = ("database", "mountain", "customer", "holiday")
    heard: dict[str, str] = {}

    def say(word: str) -> None:
        speech = local.tts("essential").synthesize(f"I would like to talk about the {word} today.")
        heard[word] = local.stt("essential").transcribe(speech.audio, content_type="audio/wav").text.lower()

    threads = [threading.Thread(target=say, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {word for word, text in heard.items() if word in text} == set(words)
    assert [call.status for call in calls] == ["ok"] * 8


def test_a_missing_package_is_left_out_of_a_chain_or_named(monkeypatch: pytest.MonkeyPatch, local: Providers) -> None:
    monkeypatch.setitem(sys.modules, "providers.local.tts", None)
    links = local.tts("essential").links  # type: ignore[attr-defined]
    assert [link.provider for link in links] == ["espeak"]
    monkeypatch.setitem(sys.modules, "providers.local.stt", None)
    with pytest.raises(ConfigurationError, match="No provider for stt"):
        local.stt("essential")
