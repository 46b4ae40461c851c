import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from jobs.generated_questions import GeneratedQuestions
from providers.config import ScriptedConfig
from providers.errors import ProviderTimeout, ProviderUnavailable
from providers.llm import Prompt
from providers.scripted.stage import perform
from providers.scripted.stt import LINE
from providers.usage import Call
from tests.providers.audio import reencoded, silence
from tests.providers.conftest import Make

QUESTION = {
    "text": "How do you test?",
    "type": "technical",
    "competency": "Testing",
    "expected_points": ["unit tests"],
    "anchors": {"low": "l", "middle": "m", "high": "h"},
    "probe": "What else?",
}


def ask(providers_for: Make, name: str, context: Mapping[str, object]) -> dict[str, Any]:
    prompt = Prompt(name, 1, "Do it.")
    answer: dict[str, Any] = json.loads(
        providers_for(AI_ENV="scripted").llm("essential").generate(prompt, context).text
    )
    return answer


def test_what_scripted_speech_says_is_what_scripted_recognition_hears(providers_for: Make) -> None:
    ports = providers_for(AI_ENV="scripted")
    speech = ports.tts("essential").synthesize("Ich prüfe “alles” zweimal 🙂.")
    heard = ports.stt("essential").transcribe(speech.audio, content_type=speech.content_type)
    assert (heard.text, heard.no_speech) == ("Ich prüfe “alles” zweimal 🙂.", False)


def test_a_recording_from_a_browser_is_heard_as_the_scripted_line(providers_for: Make) -> None:
    recording = reencoded(silence(1), "webm", "libopus")
    heard = providers_for(AI_ENV="scripted").stt("essential").transcribe(recording, content_type="audio/webm")
    assert heard.text == LINE


def test_a_stream_of_speech_is_one_file_a_sentence(providers_for: Make, calls: list[Call]) -> None:
    ports = providers_for(AI_ENV="scripted")
    pieces = list(ports.tts("essential").stream("First one. Second one?\nThird one!"))
    heard = [ports.stt("essential").transcribe(piece.audio, content_type="audio/wav").text for piece in pieces]
    assert heard == ["First one.", "Second one?", "Third one!"]
    assert [call.port for call in calls] == ["tts", "stt", "stt", "stt"]


def test_a_fault_follows_after_the_latency_and_only_on_its_port() -> None:
    waited: list[float] = []
    config = ScriptedConfig(stt_ms=250, llm_ms=40, faults=(("stt", "timeout"),))
    with pytest.raises(ProviderTimeout):
        perform(config, "stt", waited.append)
    assert perform(config, "llm", waited.append) is None
    assert perform(config, "tts", waited.append) is None
    assert waited == [0.25, 0.04]


def test_faults_change_while_the_process_runs(providers_for: Make, tmp_path: Path) -> None:
    script = tmp_path / "faults.json"
    tts = providers_for(AI_ENV="scripted", SCRIPTED_FAULTS_FILE=str(script)).tts("essential")
    assert tts.synthesize("Hello.").audio
    script.write_text('{"tts": "unavailable"}')
    with pytest.raises(ProviderUnavailable):
        tts.synthesize("Hello.")
    script.write_text("{}")
    assert tts.synthesize("Hello.").audio


def test_silence_can_be_scripted(providers_for: Make) -> None:
    ports = providers_for(AI_ENV="scripted", SCRIPTED_FAULTS="stt:silence")
    heard = ports.stt("essential").transcribe(
        ports.tts("essential").synthesize("Hello.").audio, content_type="audio/wav"
    )
    assert (heard.text, heard.confidence, heard.no_speech) == ("", 0.0, True)


def test_generated_questions_are_valid_and_begin_with_the_own_ones(providers_for: Make) -> None:
    job = {"title": "Engineer", "description": "", "industry": "", "difficulty": "senior"}
    context = {"job": job, "own_questions": ["Why <b>us</b>?", "When?"], "count_min": 8, "count_max": 12}
    questions = GeneratedQuestions.model_validate(ask(providers_for, "generate_questions", context)).questions
    assert [question.text for question in questions[:2]] == ["Why <b>us</b>?", "When?"]
    assert len(questions) == 12
    assert {question.type for question in questions} == {"technical", "behavioral", "communication"}


def test_a_short_answer_is_probed_once(providers_for: Make) -> None:
    context = {"question": QUESTION, "answer": "I write tests.", "follow_ups_asked": [], "follow_ups_left": 2}
    assert ask(providers_for, "decide_follow_up", context)["follow_up"] == "What else?"
    assert ask(providers_for, "decide_follow_up", {**context, "follow_ups_asked": ["What else?"]})["action"] == "next"
    assert ask(providers_for, "decide_follow_up", {**context, "answer": "word " * 30})["action"] == "next"


def test_a_score_cites_the_answer_word_for_word_and_silence_has_none(providers_for: Make) -> None:
    answer = "I  write unit tests,\nand then some more of them for every single change that I make."
    scored = ask(providers_for, "score_answer", {"question": QUESTION, "answers": [{"turn": 3, "text": answer}]})
    (evidence,) = scored["evidence"]
    assert evidence["turn"] == 3
    assert evidence["quote"] in answer
    nothing = ask(providers_for, "score_answer", {"question": QUESTION, "answers": [{"turn": 3, "text": " "}]})
    assert (nothing["sufficient"], nothing["score"], nothing["evidence"]) == (False, None, [])
