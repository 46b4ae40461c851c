"""How the candidates under load speak, and what the scripted providers take for it."""

from dataclasses import dataclass

from interviews.synthetic.wire import Recording
from providers.wav import wav

STT_MS, LLM_MS, TTS_MS = 300, 350, 150
# After the end of an answer: its last segment is heard and the decision is taken; the next main question's speech is
# there already.
FLOOR_MS = STT_MS + LLM_MS

WORDS = (
    "In my last project I first asked what the users needed, then I planned the work with the team. "
    "We found the slow part of the system, and I measured the result after each step that we took."
)
SAMPLE_RATE = 8_000  # Two bytes each: as many bytes as a browser records in a second.


@dataclass(frozen=True)
class Pace:
    """Of one turn, in seconds."""

    listens_s: float
    segments: int
    segment_s: float

    @property
    def turn_s(self) -> float:
        return self.listens_s + self.segments * self.segment_s

    @property
    def ramp_s(self) -> float:
        """After that all candidates are in the room and answer one after the other, evenly spread."""
        return self.turn_s + 3

    def answer(self) -> list[Recording]:
        """Its words in as many segments, enough of them not to be asked further."""
        words = WORDS.split()
        share = len(words) // self.segments + 1
        silence = bytes(2 * int(SAMPLE_RATE * self.segment_s))
        said = [" ".join(words[number * share : (number + 1) * share]) for number in range(self.segments)]
        return [Recording(wav(silence, SAMPLE_RATE, text), "audio/wav", round(self.segment_s * 1000)) for text in said]


PRACTICE = Pace(0, 1, 0.2)


def pace_of(live: int) -> Pace:
    """A single interview speaks faster, so that there is something to count."""
    return Pace(5, 4, 5) if live > 1 else Pace(0.5, 4, 0.5)
