"""python -m benchmarks.load < PLAN: the candidates, in a process of their own. Prints what each end of an answer took.

PLAN is JSON: {"links": [...], "measure_s": ...}, one live interview a link.
"""

import asyncio
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from benchmarks.pace import PRACTICE, pace_of
from benchmarks.speaker import Speaker
from interviews.synthetic.errors import CandidateError
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json

THREADS = 64  # For clips and welcome pages.


async def run(plan: Json) -> Json:
    """The candidates come one after the other during the ramp; ends of answers count from then on."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    links, pace = plan["links"], pace_of(len(plan["links"]))
    practice, recordings = PRACTICE.answer(), pace.answer()
    speakers = [
        Speaker(Link.parse(link), lambda position: recordings if position else practice, pace.listens_s)
        for link in links
    ]
    start = time.time() + pace.ramp_s
    end = start + plan["measure_s"]
    failures: list[str] = []

    async def one(number: int, speaker: Speaker) -> None:
        await asyncio.sleep(number * pace.turn_s / len(links))
        try:
            await speaker.talk(end)
        except CandidateError as error:
            failures.append(str(error))

    await asyncio.gather(*(one(number, speaker) for number, speaker in enumerate(speakers)))
    ends = [asdict(ended) for speaker in speakers for ended in speaker.ends if start <= ended.clicked <= end]
    return {"start": start, "end": end, "ends": ends, "failures": failures}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.load(sys.stdin)))))
