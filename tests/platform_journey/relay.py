"""Stands on the line between our workers and a receiver, and keeps what goes over it."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Relay:
    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/webhooks"
        self.receiver_port = 0
        self.passed: list[tuple[dict[str, Any], int]] = []

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Those that the receiver took, each as often as it came."""
        return [event for event, status in self.passed if event["event"] == kind and status == 204]

    def pass_on(self, path: str, body: bytes, headers: dict[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.receiver_port, timeout=30)
        try:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
        self.passed.append((json.loads(body), status))
        return status


@contextmanager
def relaying() -> Iterator[Relay]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(relay.pass_on(self.path, body, dict(self.headers.items())))
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    relay = Relay(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield relay
    finally:
        server.shutdown()
        server.server_close()
