// The same conversation over plain HTTP, for networks that block WebSockets: messages are posted, the snapshot is polled.

import { CLOSED } from "./protocol.js";

const POLL_MS = 1000;
const POLL_THINKING_MS = 300;
const ANSWER_WITHIN_MS = 15000;
const CODE_OF_STATUS = { 404: CLOSED.UNKNOWN_LINK, 410: CLOSED.OVER };

export class HttpTransport {
  #base;
  #connectionId;
  #handlers;
  #isOver = false;
  #isThinking = false;
  #wasGreeted = false;
  #poll;
  #lastMessage = Promise.resolve(); // Messages keep their order; segments and polls need none.

  /** `base` ends with a slash: `message`, `segment` and `snapshot` lie below it. */
  constructor(base, connectionId, handlers) {
    this.#base = base;
    this.#connectionId = connectionId;
    this.#handlers = handlers;
    queueMicrotask(() => this.#start());
  }

  send(message) {
    const body = JSON.stringify({ ...message, connection_id: this.#connectionId });
    const options = { method: "POST", body, headers: { "Content-Type": "application/json" } };
    this.#lastMessage = this.#lastMessage.then(() => this.#request("message", options));
  }

  sendSegment(frame) {
    this.#request("segment", { method: "POST", body: frame, headers: { "Content-Type": "application/octet-stream" } });
  }

  close() {
    this.#isOver = true;
    clearTimeout(this.#poll);
  }

  end(code) {
    if (this.#isOver) return;
    this.close();
    this.#handlers.onClose(code);
  }

  #start() {
    if (this.#isOver) return;
    this.#handlers.onOpen();
    this.#pollLater();
  }

  #pollLater() {
    this.#poll = setTimeout(async () => {
      await this.#request("snapshot", {});
      if (!this.#isOver) this.#pollLater();
    }, this.#isThinking ? POLL_THINKING_MS : POLL_MS);
  }

  async #request(name, options) {
    if (this.#isOver) return;
    try {
      await this.#receive(await fetch(this.#base + name, { ...options, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }));
    } catch {
      this.end(0);
    }
  }

  async #receive(response) {
    const body = await response.json().catch(() => null);
    if (this.#isOver) return;
    for (const message of body?.messages ?? (body?.type ? [body] : [])) this.#deliver(message);
    if (response.status in CODE_OF_STATUS) this.end(CODE_OF_STATUS[response.status]);
    else if (response.status >= 500 || response.status === 429) this.end(0);
  }

  #deliver(message) {
    if (message.type === "snapshot" && !this.#isStillOurs(message)) return this.end(CLOSED.SUPERSEDED);
    this.#handlers.onMessage(message);
  }

  /** Nobody can call us here, so that a newer tab shows in the snapshot, once our own hello has been answered. */
  #isStillOurs({ interview }) {
    this.#isThinking = interview.phase === "thinking";
    this.#wasGreeted ||= interview.connection_id === this.#connectionId;
    return !this.#wasGreeted || interview.connection_id === this.#connectionId;
  }
}
