"""A candidate's page without a browser: the live steps over plain HTTP, as the real page does when WebSockets fail."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from organizations.models import Organization
from providers.config import AIConfig
from providers.registry import Providers

Json = dict[str, Any]


def spoken(text: str) -> bytes:
    """Audio from which the scripted engine hears just these words."""
    return Providers(AIConfig(env="scripted")).tts("essential").synthesize(text).audio


@dataclass
class Page:
    client: Client
    organization: Organization
    interview_id: str
    token: str
    connection_id: str = "tab-1"
    state: Json = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/i/{self.token}"

    @property
    def turn(self) -> Json:
        turn: Json = self.state["turn"]
        return turn

    @property
    def phase(self) -> str:
        return str(self.state["interview"]["phase"])

    def consent(self) -> None:
        assert self.client.post(f"{self.base}/", {"consent": "on"}).status_code == 302

    def send(self, kind: str, **fields: object) -> Json:
        """The answer to one message; a snapshot becomes the page's state."""
        body = {"v": 1, "type": kind, "connection_id": self.connection_id, **fields}
        response = self.client.post(f"{self.base}/live/message", json.dumps(body), content_type="application/json")
        message: Json = response.json()["messages"][0]
        if message["type"] == "snapshot":
            self.state = message
        return message

    def identify(self, **said: str) -> Any:
        """Sends what the candidate says of themselves on the last page."""
        return self.client.post(f"{self.base}/end", said)

    def segment(
        self, text: str, sequence: int = 0, *, turn_id: str = "", audio: bytes | None = None, **header: object
    ) -> Json:
        told = {
            "v": 1,
            "type": "segment",
            "turn_id": turn_id or self.turn["id"],
            "sequence": sequence,
            "duration_ms": 1000,
            "content_type": "audio/wav",
            **header,
        }
        head = json.dumps(told).encode()
        frame = len(head).to_bytes(4, "big") + head + (spoken(text) if audio is None else audio)
        response = self.client.post(f"{self.base}/live/segment", frame, content_type="application/octet-stream")
        message: Json = response.json()["messages"][0]
        return message

    def refresh(self) -> Json:
        self.state = self.client.get(f"{self.base}/live/snapshot").json()
        return self.state

    def answer(self, *pieces: str) -> None:
        """Speaks the pieces as segments, and is done."""
        turn_id = self.turn["id"]
        for sequence, piece in enumerate(pieces):
            assert self.segment(piece, sequence)["type"] == "stored"
        self.send("answer.end", turn_id=turn_id, segments=len(pieces), reason="candidate")
        self.refresh()

    def practise(self) -> None:
        self.send("hello")
        self.send("start")
        self.answer("I had a coffee and took a walk.")
        self.send("practice.done", again=False)
