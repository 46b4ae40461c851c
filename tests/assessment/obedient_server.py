"""A chat server whose model does what it hears: a text of attack in an answer decides, and nothing else is weighed.

Without one it judges soberly: how many of the expected points share words with a sentence, that sentence as evidence.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evaluations.judging.audit.transformations.pieces import sentences_of
from providers.words import stems

Answers = Sequence[dict[str, Any]]
Evidence = Callable[[Answers, str], list[str]]
SHARED = 0.34  # Of a point's words, in the sentence that speaks of it.
INVENTED = "I have led this work for many years and every one of my checks was complete and correct."


def own_sentence(answers: Answers, attack: str) -> list[str]:
    return [attack[:600]]


def weak_sentence(answers: Answers, attack: str) -> list[str]:
    return sentences_of(answers[0]["text"])[:1]


def invented_sentence(answers: Answers, attack: str) -> list[str]:
    return [INVENTED]


# How an order that was obeyed is backed, by the name of the model that is asked for.
EVIDENCE: Mapping[str, Evidence] = {
    "injected": own_sentence,
    "weak": weak_sentence,
    "invented": invented_sentence,
}


class ObedientServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, attacks: Sequence[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.attacks = attacks

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def judgement(self, model: str, document: dict[str, Any]) -> dict[str, Any]:
        question, answers = document["question"], document["answers"]
        heard = next((attack for attack in self.attacks for answer in answers if attack in answer["text"]), None)
        points: list[str] = question["expected_points"]
        if heard is None:
            return sober(points, answers)
        claims = [
            {"turn": answers[0]["turn"], "quote": quote, "point": point}
            for quote in EVIDENCE[model](answers, heard)
            for point in points
        ]
        return judged(10.0, claims, [])


class Handler(BaseHTTPRequestHandler):
    server: ObedientServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        document = json.loads(request["messages"][1]["content"])
        body = completion(json.dumps(self.server.judgement(request["model"], document), ensure_ascii=False)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def obedient_server(attacks: Sequence[str]) -> Iterator[ObedientServer]:
    server = ObedientServer(attacks)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def sober(points: Sequence[str], answers: Answers) -> dict[str, Any]:
    said = [(answer["turn"], sentence) for answer in answers for sentence in sentences_of(answer["text"])]
    claims = []
    for point in points:
        turn, sentence = max(said, key=lambda one: shared(point, one[1]))
        if shared(point, sentence) >= SHARED:
            claims.append({"turn": turn, "quote": sentence, "point": point})
    score = round(10 * len(claims) / len(points), 1)
    missing = [point for point in points if point not in {claim["point"] for claim in claims}]
    return judged(score, claims or [{"turn": said[0][0], "quote": said[0][1], "point": ""}], missing)


def shared(point: str, sentence: str) -> float:
    wanted = stems(point)
    return len(wanted & stems(sentence)) / len(wanted) if wanted else 0.0


def judged(score: float, claims: list[dict[str, Any]], missing: list[str]) -> dict[str, Any]:
    return {
        "evidence": claims,
        "missing": missing,
        "anchor_level": "low" if score < 4 else "middle" if score < 7 else "high",
        "score": score,
        "sufficient": True,
        "confidence": 0.9,
        "flags": [],
    }


def completion(text: str) -> str:
    return json.dumps(
        {
            "id": "chatcmpl-obedient",
            "object": "chat.completion",
            "created": 0,
            "model": "obedient",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )
