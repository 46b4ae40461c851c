"""Sends what is due: claim -> commit -> sign -> POST outside of any transaction -> record what came of it.

One asyncio loop a run. Claims and records are made by a thread each, with a connection each, while the loop sends.
What has been answered is recorded at once, together with all that was answered meanwhile: a worker that is killed
leaves only the last few milliseconds to be sent twice.
"""

import asyncio
import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import ParamSpec, TypeVar

from django.db import Error, connection
from django.utils import timezone

from interviewai.kernel.errors import NotFound
from organizations.owed_work import wakeup
from organizations.owed_work.batches import Batch
from organizations.owed_work.rooms import Rooms
from organizations.tenancy import organization_schema
from webhooks import signing
from webhooks.delivery import claims, recording
from webhooks.delivery.bell import Bell
from webhooks.delivery.egress import Answer, Egress, Failure
from webhooks.delivery.endpoint_concurrency import Lanes
from webhooks.delivery.loading import Keyring, Parcel, load
from webhooks.delivery.recording import Outcome

P = ParamSpec("P")
R = TypeVar("R")
logger = logging.getLogger(__name__)

RUN_S = 20.0
QUIET_S = 0.1  # between hints: what comes meanwhile is seen by the look after it
LINGER_S = 0.3
LOOK_S = 1.0  # for what falls due while something else is under way
PACE_S = 0.03  # between claims, so that a long queue is claimed by the dozen
MANY, TOGETHER_S = 50, 0.02  # while more than so many are under way, answers wait for each other
RECORD_AGAIN_S = 0.25
MILLISECOND = timedelta(milliseconds=1)

bell = Bell()
hanging: set[str] = set()  # remembered by the process: a run is short


def deliver_due(*, run_s: float = RUN_S, linger_s: float = LINGER_S) -> None:
    """Until nothing is due and nothing under way, or for `run_s` and as long as the last answers take."""
    spare_the_collector()
    dispatch = Dispatch(run_s, linger_s)
    if bell.ring(dispatch.wake):
        try:
            asyncio.run(dispatch.run())
        finally:
            bell.leave(dispatch.wake)


@cache
def spare_the_collector() -> None:
    """What the process has loaded by now stays: to look through it for garbage again and again costs a third more."""
    gc.freeze()


class Dispatch:
    def __init__(self, run_s: float, linger_s: float) -> None:
        self.run_s, self.linger_s = run_s, linger_s
        self.lanes = Lanes(hanging=hanging)
        self.keyring = Keyring()
        self.quiet_until = 0.0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.stir = asyncio.Event()
        self.answered = asyncio.Event()
        self.outcomes: list[Outcome] = []
        self.parcels: asyncio.Queue[Parcel] = asyncio.Queue()
        self.senders: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        self.in_loop(self.stir.set)

    def in_loop(self, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """From any thread. Before the loop runs there is nothing to do: it begins with looking."""
        if self.loop:
            self.loop.call_soon_threadsafe(partial(function, *args, **kwargs))

    async def run(self) -> None:
        self.loop = asyncio.get_running_loop()
        with thread("webhooks-claims") as self.claiming, thread("webhooks-records") as self.recording:
            async with Egress() as self.egress:
                recorder = asyncio.create_task(self.record_answers())
                try:
                    await self.send_due()
                    while self.lanes.under_way.total():
                        await self.pause(LOOK_S)
                finally:
                    for task in (recorder, *self.senders):
                        task.cancel()

    async def send_due(self) -> None:
        give_up_at, lingered = self.now() + self.run_s, False
        while self.now() < give_up_at:
            listening = await self.listen()
            if self.lanes.free and await self.take():
                lingered = False
                await self.breathe()
            elif self.lanes.under_way.total():
                lingered = False
                await self.pause(LOOK_S if listening else QUIET_S)
            elif not listening:
                await self.pause(QUIET_S)
            elif not lingered:
                lingered = not await self.pause(self.linger_s)
            elif bell.rest(self.wake):
                return
        await self.hand_over()

    async def listen(self) -> bool:
        """Before looking. True: whoever makes something due from now on gives a hint. A flood is a few hints."""
        bell.heard()
        if self.now() < self.quiet_until:
            return False
        self.quiet_until = self.now() + QUIET_S
        await self.in_thread(self.claiming, wakeup.heard, claims.QUEUE)
        return True

    async def hand_over(self) -> None:
        """To the next run, which need not wait for the last answers of this one."""
        bell.leave(self.wake)
        await self.in_thread(self.recording, wakeup.heard, claims.QUEUE)
        await self.in_thread(self.recording, wakeup.wake, claims.QUEUE)

    async def breathe(self) -> None:
        """Between claims: few wait for the next record, many for each other."""
        if self.lanes.under_way.total() > MANY:
            await asyncio.sleep(PACE_S)
        else:
            await self.pause(PACE_S)

    async def pause(self, at_most_s: float) -> bool:
        """Until something was recorded or somebody rang: then True."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                await self.stir.wait()
        stirred = self.stir.is_set()
        self.stir.clear()
        return stirred

    async def take(self) -> int:
        """How many rows were claimed. Their sending has begun when it returns."""
        lanes = self.lanes
        endpoints = Rooms(lanes.rooms(), lanes.room_for_new)
        return await self.in_thread(self.claiming, self._take, lanes.free, endpoints, lanes.organization_rooms())

    def _take(self, at_most: int, endpoints: Rooms, organizations: Rooms) -> int:
        try:
            found = claims.claim(at_most, endpoints, organizations)
        except Error:
            logger.warning("nothing could be claimed; the next run tries again", exc_info=True)
            connection.close()
            return 0
        for batch in found:
            self._load(batch)
        return sum(len(batch.row_ids) for batch in found)

    def _load(self, batch: Batch) -> None:
        """What cannot be loaded is left until its lease runs out; what is of nobody any more is forgotten."""
        try:
            with organization_schema(batch.organization_id):
                batch.last_step()
                parcels = load(batch, self.keyring)
        except NotFound:
            batch.done(batch.revisions)
        except Exception:
            logger.exception("deliveries of organization %s could not be loaded", batch.organization_id)
            connection.close()
        else:
            self.in_loop(self.send, parcels)

    def send(self, parcels: list[Parcel]) -> None:
        """What took too long to load is others' by the time that it would be answered."""
        for parcel in (each for each in parcels if not claims.is_late(each.batch)):
            self.lanes.enter(parcel.target.endpoint_id, parcel.batch.organization_id)
            self.parcels.put_nowait(parcel)
        while len(self.senders) < self.lanes.under_way.total():
            self.senders.append(asyncio.create_task(self.send_parcels()))

    async def send_parcels(self) -> None:
        """One slot."""
        while True:
            parcel = await self.parcels.get()
            started_at = datetime.now(UTC)
            answer = await self.attempt(parcel, started_at)
            self.outcomes.append(Outcome(parcel, answer, started_at, datetime.now(UTC)))
            self.answered.set()

    async def attempt(self, parcel: Parcel, started_at: datetime) -> Answer:
        target = parcel.target
        if target.keys is None:
            return Answer(failure=Failure.SECRET_UNREADABLE)
        try:
            body = signing.stamped(parcel.payload, started_at)
            headers = signing.headers(parcel.event_id, body, started_at, target.keys)
            return await self.egress.post(target.url, body, headers, parcel.batch.organization_id)
        except Exception as error:  # its text may hold what was to be sent
            logger.error("delivery %s failed inside: %s", parcel.delivery_id, type(error).__name__)
            return Answer(failure=Failure.INTERNAL)

    async def record_answers(self) -> None:
        while True:
            await self.answered.wait()
            self.answered.clear()
            batch, self.outcomes = self.outcomes, []
            failed = await self.in_thread(self.recording, recording.record_all, batch)
            now = timezone.now()
            kept = [outcome for outcome in failed if now < outcome.parcel.batch.expires_at]
            self.outcomes += kept
            self.leave([outcome for outcome in batch if not any(outcome is each for each in kept)])
            if kept:
                await asyncio.sleep(RECORD_AGAIN_S)
                self.answered.set()
            elif self.lanes.under_way.total() - len(self.outcomes) > MANY:
                await asyncio.sleep(TOGETHER_S)

    def leave(self, outcomes: Sequence[Outcome]) -> None:
        now = datetime.now(UTC)
        for outcome in outcomes:
            answer, parcel = outcome.answer, outcome.parcel
            self.lanes.leave(
                parcel.target.endpoint_id,
                None if answer.failure else (now - outcome.started_at) / MILLISECOND,
                timed_out=answer.failure in (Failure.TIMEOUT, Failure.DNS_TIMEOUT),
                organization_id=parcel.batch.organization_id,
            )
        self.stir.set()

    async def in_thread(self, thread: ThreadPoolExecutor, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(thread, partial(work, *args, **kwargs))

    def now(self) -> float:
        return asyncio.get_running_loop().time()


@contextmanager
def thread(name: str) -> Iterator[ThreadPoolExecutor]:
    """One thread that keeps its connection to the database as long as the run."""
    with ThreadPoolExecutor(1, thread_name_prefix=name) as executor:
        try:
            yield executor
        finally:
            executor.submit(lambda: connection.close())  # in that thread: `connection` is another one in each
