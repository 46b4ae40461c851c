"""Receives InterviewAI's webhooks with Python's standard library alone.

WEBHOOK_SECRET=whsec_... PORT=9000 python examples/receiver.py      (while you rotate: both secrets, a space between)
"""

import base64
import hmac
import json
import os
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEYS = [base64.b64decode(secret.removeprefix("whsec_")) for secret in os.environ["WEBHOOK_SECRET"].split()]
TOLERANCE_S, LARGEST = 5 * 60, 1024 * 1024
seen, lock = set(), threading.Lock()  # Yours: a table with a unique event_id, so that a restart forgets nothing.


def verified(event_id: str, timestamp: str, signatures: str, body: bytes) -> dict:
    """The event. Raises PermissionError when it is not InterviewAI's or is old, others when it cannot be read."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    expected = [b"v1," + base64.b64encode(hmac.digest(key, signed, "sha256")) for key in KEYS]
    given = signatures.encode().split()  # Several while a secret is being rotated: one of them must be right.
    if not any(hmac.compare_digest(ours, theirs) for ours in expected for theirs in given):
        raise PermissionError("signature")
    event = json.loads(body)
    sent_at = datetime.fromisoformat(event["sent_at"].replace("Z", "+00:00")).timestamp()
    if any(abs(time.time() - moment) > TOLERANCE_S for moment in (int(timestamp), sent_at)):
        raise PermissionError("time")
    return event


def receive(event: dict) -> None:
    line = f"handled: {event['event']} {event['data'].get('interview_id', '')}\n"  # No names, no transcripts in logs.
    with lock:
        is_new = event["event_id"] not in seen
        seen.add(event["event_id"])
    print("received:" if is_new else "known already:", event["event_id"], flush=True)
    if is_new:  # The answer does not wait for what takes time.
        threading.Thread(target=print, args=[line], kwargs={"end": "", "flush": True}).start()


class Receiver(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self) -> None:
        try:
            body = self.rfile.read(min(int(self.headers["Content-Length"]), LARGEST))
            receive(verified(*(self.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")), body))
            self.send_response(204)
        except Exception as error:
            print("refused:", error if isinstance(error, PermissionError) else "malformed", flush=True)
            self.send_response(400)
        self.end_headers()


ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9000"))), Receiver).serve_forever()
