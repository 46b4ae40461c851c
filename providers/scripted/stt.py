"""Speech-to-text from a script: the text that scripted speech carries, otherwise one fixed answer."""

from providers.containers import container_of
from providers.errors import InvalidInput
from providers.scripted.stage import perform
from providers.stt import Missing, Recording, STTCapabilities, STTVendor, Transcription
from providers.usage import Usage
from providers.wav import comment_in

LINE = (
    "In my last project I first asked what the users needed, then I planned the work with the team and I measured "
    "the result. We found the slow part of the system, fixed it step by step, and the errors went down by half."
)
SECONDS_PER_WORD = 0.4


class ScriptedSTT(STTVendor):
    provider = "scripted"
    model = "scripted-stt"
    capabilities = STTCapabilities(languages=(), max_bytes=8 * 1024 * 1024, max_duration_s=300, vocabulary=False)

    def _transcribe(self, recording: Recording, usage: Usage) -> Transcription:
        if container_of(recording.audio) is None:
            raise InvalidInput("This is no audio file.", provider=self.provider)
        silent = perform(self.config.scripted, "stt") == "silence"
        carried = comment_in(recording.audio)
        said = ("" if silent else LINE if carried is None else carried).split(" ")
        most = max(1, int(recording.max_seconds / SECONDS_PER_WORD))
        text = " ".join(said[:most])
        return Transcription(
            text=text,
            confidence=0.95 if text else 0.0,
            language=recording.language,
            duration_ms=round(1000 * SECONDS_PER_WORD * max(1, len(text.split()))),
            no_speech=not text,
            missing=(Missing.TOO_LONG,) if len(said) > most else (),
        )
