"""A candidate's WebSocket: a pump between the page and the database. It decides nothing and calls no AI."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

import structlog
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from interviewai.kernel.errors import DomainError, Gone, NotFound
from interviewai.kernel.fair_turns import TooManyWaiting
from interviews import access, protocol
from interviews.candidate import live
from interviews.candidate.snapshot import Json
from organizations.tenancy import for_candidate, group_name
from organizations.turn_taking import TURNS, of_socket

log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class InterviewConsumer(AsyncWebsocketConsumer):
    found: access.Pass | None = None  # None until the link has been found, and for good when it has not.
    connection_id = ""

    async def connect(self) -> None:
        """A dead link is accepted first: a browser is told the close code only of an open socket."""
        self.token: str = self.scope["url_route"]["kwargs"]["token"]
        self.client = of_socket(self.scope)
        await self.accept()
        try:
            self.found = await self._find()
        except DomainError as error:
            await self._answer_error(error, close_code=_close_code(error) or protocol.CLOSE_TRY_LATER)
        else:
            await self._join(self.found)

    async def disconnect(self, code: int) -> None:
        if self.found:
            await self._leave(self.found)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.found is None:
            return
        try:
            if bytes_data is not None:
                await self._segment(self.found, bytes_data)
            else:
                await self._message(self.found, text_data or "")
        except DomainError as error:
            await self._answer_error(error, close_code=_close_code(error))

    async def interview_changed(self, _event: Json) -> None:
        """Something happened to the interview: the page gets the whole state again."""
        if self.found is None:
            return
        try:
            await self._tell([await self._state_for_us(self.found)])
        except DomainError as error:
            await self._answer_error(error, close_code=_close_code(error))

    async def _state_for_us(self, found: access.Pass) -> Json:
        state = await self._hop(found, live.state, found.interview_id, self.token)
        holder = state["interview"]["connection_id"]
        if self.connection_id and holder and holder != self.connection_id:
            raise live.superseded()
        return state

    async def _segment(self, found: access.Pass, frame: bytes) -> None:
        await self._tell(await self._hop(found, live.handle_segment, found.interview_id, self.token, frame))

    async def _message(self, found: access.Pass, text: str) -> None:
        message = protocol.read_message(text)
        if isinstance(message, protocol.Hello):
            self.connection_id = message.connection_id
        message = message.model_copy(update={"connection_id": self.connection_id})
        await self._tell(await self._hop(found, live.handle, found.interview_id, self.token, message))

    async def _find(self) -> access.Pass:
        async with self._turn():
            return await database_sync_to_async(access.find, thread_sensitive=False)(self.token)

    async def _hop(self, found: access.Pass, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        async with self._turn():
            return await for_candidate(found.organization, found.interview_id, function, *args, **kwargs)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with TURNS.turn_of(self.client):
                yield
        except TooManyWaiting:
            reason = "Too many pages ask at once. This one goes on by itself."
            raise protocol.NotNow(reason, code="too_many_at_once") from None

    async def _join(self, found: access.Pass) -> None:
        """Without Redis the page still works: it asks for the state with every heartbeat."""
        try:
            await self.channel_layer.group_add(_group(found), self.channel_name)
        except Exception as error:
            log.warning("group_not_joined", error=type(error).__name__)

    async def _leave(self, found: access.Pass) -> None:
        try:
            await self.channel_layer.group_discard(_group(found), self.channel_name)
        except Exception as error:
            log.warning("group_not_left", error=type(error).__name__)

    async def _tell(self, messages: list[Json]) -> None:
        for message in messages:
            await self.send(protocol.write_message(message))

    async def _answer_error(self, error: DomainError, *, close_code: int | None) -> None:
        await self._tell([live.error_message(error)])
        if close_code:
            await self.close(close_code)


def _group(found: access.Pass) -> str:
    return group_name(found.organization, found.interview_id)


def _close_code(error: DomainError) -> int | None:
    if isinstance(error, protocol.ProtocolError):
        return error.close_code
    codes: dict[type[DomainError], int] = {
        NotFound: protocol.CLOSE_UNKNOWN_LINK,
        Gone: protocol.CLOSE_GONE,
        live.Superseded: protocol.CLOSE_SUPERSEDED,
    }
    return codes.get(type(error))
