"""A 40-second answer on the machine's own engines, spoken in real time: from its end to the next question's sound."""

import asyncio
from typing import NamedTuple

from benchmarks.speaker import Speaker
from interviews.synthetic.characters import PRACTICE
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Recording
from providers.config import AIConfig
from providers.registry import Providers
from providers.tts import TTSProvider

ANSWER_S = 40
SENTENCES = (
    "In my last team I worked on a service that our customers used every day.",
    "One morning the page with their orders had become slow, so I measured it before I changed anything.",
    "I looked at the queries and their plans, and I found one that read the whole table each time.",
    "A colleague wanted a bigger server, and I explained why that would only hide the problem.",
    "We compared two ways to do it, an index and a cache, and we chose the index because it was simpler.",
    "I wrote a test that fails when the number of queries grows, and I told the others what I had learned.",
    "After the change the page was ten times faster, and the errors went down by half.",
    "Then I verified it again a week later with the numbers from production.",
    "I also wrote a short note, so that nobody has to find the same thing out again.",
    "Today I would look at the indexes first, because that is where it usually is.",
    "And I would ask the people who use the page what they are waiting for.",
    "That is how I would do it again, step by step and with numbers.",
)
SENTENCES_WITHOUT_A_PAUSE = 3


class Measured(NamedTuple):
    """Milliseconds."""

    with_pauses: float
    without_pauses: float


def measure(link: str) -> Measured:
    tts = Providers(AIConfig(env="local")).tts("essential")
    practice = [spoken(tts, PRACTICE)]
    pausing, running = answer(tts, 1), answer(tts, SENTENCES_WITHOUT_A_PAUSE)
    # The first answer finds the engines cold in some thread; it is not counted.
    turns = [practice, pausing, pausing, running]
    speaker = Speaker(Link.parse(link), lambda position: turns[position] if position < len(turns) else [])
    asyncio.run(speaker.talk())
    _, counted, unbroken = ((end.sounded - end.clicked) * 1000 for end in speaker.ends)
    return Measured(counted, unbroken)


def answer(tts: TTSProvider, sentences_at_once: int) -> list[Recording]:
    """Cut where its speaker pauses: at each sentence, or after several."""
    made: list[Recording] = []
    for start in range(0, len(SENTENCES), sentences_at_once):
        if sum(recording.duration_ms for recording in made) < ANSWER_S * 1000:
            made.append(spoken(tts, " ".join(SENTENCES[start : start + sentences_at_once])))
    return made


def spoken(tts: TTSProvider, text: str) -> Recording:
    speech = tts.synthesize(text)
    return Recording(speech.audio, speech.content_type, speech.duration_ms)
