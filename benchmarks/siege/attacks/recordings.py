"""Attacks by what is recorded, and by how it is sent."""

import asyncio
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import av
import numpy

from benchmarks.pace import SAMPLE_RATE, WORDS
from benchmarks.siege.attacks.mallory import Mallory
from benchmarks.siege.attacks.registry import attack
from benchmarks.siege.attacks.rooms import PAGE, hearing, once, persist, socket, turn_of
from benchmarks.siege.voices import LOCAL
from interviews.synthetic import wire
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Recording
from providers.config import AIConfig
from providers.registry import Providers
from providers.wav import wav

LONG_S, LONG_SEGMENTS, DECLARED_MS = 295, 12, 5_000
OPUS_RATE, BITS_A_SECOND = 48_000, 16_000
SMALL_SEGMENTS = 600
FRAME_LINKS, LARGE_FRAMES, LARGE_BYTES = 4, 330, 4 * 1024 * 1024 - 4096


@cache
def long_recording() -> Recording:
    """Minutes of speech in half a megabyte, which calls itself five seconds."""
    speech = Providers(AIConfig(env="local")).tts("essential").synthesize(WORDS)
    with av.open(BytesIO(speech.audio), "r") as spoken:
        resampler = av.AudioResampler("s16", "mono", OPUS_RATE)
        pieces = [each.to_ndarray() for frame in spoken.decode(audio=0) for each in resampler.resample(frame)]
    samples = numpy.resize(numpy.concatenate(pieces, axis=1), (1, LONG_S * OPUS_RATE))
    return Recording(opus(samples), "audio/ogg", DECLARED_MS)


def opus(samples: "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.int16]]") -> bytes:
    file = BytesIO()
    with av.open(file, "w", format="ogg") as made:
        stream = made.add_stream("libopus", rate=OPUS_RATE, layout="mono", bit_rate=BITS_A_SECOND)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = OPUS_RATE
        made.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


@attack(
    "long-segments",
    f"One link stores {LONG_SEGMENTS} segments of {LONG_S} s that say they are {DECLARED_MS // 1000} s long.",
    engines=LOCAL,
    prepare=long_recording,
)
async def long_segments(mallory: Mallory) -> None:
    await send_segments(mallory, mallory.links[:1], long_recording(), LONG_SEGMENTS)


@attack("many-segments", f"Each link stores {SMALL_SEGMENTS} small segments in one turn.")
async def many_segments(mallory: Mallory) -> None:
    small = Recording(wav(bytes(SAMPLE_RATE // 5), SAMPLE_RATE, "and so on"), "audio/wav", 100)
    await send_segments(mallory, mallory.links, small, SMALL_SEGMENTS)


async def send_segments(mallory: Mallory, links: Sequence[Link], recording: Recording, count: int) -> None:
    async def visit(link: Link) -> None:
        async with socket(link) as opened:
            turn = await turn_of(opened)
            async with hearing(mallory, opened) as heard:
                for sequence in range(count):
                    await opened.send(wire.segment_frame(turn, sequence, recording))
                    await asyncio.sleep(0)  # sending alone need not wait for anything
                await heard

    await once(mallory, visit, links)


@attack("sync-flood", "Each link's page says sync as fast as it can, and hears the answers.")
async def sync_flood(mallory: Mallory) -> None:
    async def visit(link: Link) -> None:
        async with socket(link) as opened, hearing(mallory, opened) as heard:
            while not heard.done():
                await opened.send(wire.message("sync", PAGE))
                await asyncio.sleep(0)
            await heard

    await persist(mallory, visit, mallory.links)


@attack("frames", f"Four links send {LARGE_FRAMES} frames of 4 MiB together, and hear none of the answers.")
async def frames(mallory: Mallory) -> None:
    """The same piece each time: it fills memory, not the disk of whoever runs this."""
    large = Recording(wav(bytes(LARGE_BYTES - 1024), SAMPLE_RATE), "audio/wav", DECLARED_MS)

    async def visit(link: Link) -> None:
        async with socket(link) as opened:
            turn = await turn_of(opened)
            for _ in range(LARGE_FRAMES // FRAME_LINKS):
                await opened.send(wire.segment_frame(turn, 0, large))
                mallory.note("sent")
            await opened.wait_closed()
            mallory.note(f"closed {opened.close_code}")

    await persist(mallory, visit, mallory.links[:FRAME_LINKS])


@attack("unread", "Each link's page says sync as fast as it can, and reads none of the answers.")
async def unread(mallory: Mallory) -> None:
    async def visit(link: Link) -> None:
        async with socket(link) as opened:
            while True:
                await opened.send(wire.message("sync", PAGE))
                mallory.note("sent")
                await asyncio.sleep(0)

    await persist(mallory, visit, mallory.links)
