// Sends what lies in the outbox, one segment at a time and in order, until the server says that it is stored.

import { Events } from "../events.js";

const AGAIN_AFTER_MS = 12000;

export class Uploader extends Events {
  #outbox;
  #connection;
  #inFlight = null;
  #patience;

  /** Event "stored" ({turnId, sequence}): the segment lies on the server. */
  constructor(outbox, connection) {
    super();
    this.#outbox = outbox;
    this.#connection = connection;
    connection.on("stored", ({ turn_id, sequence }) => this.#settle(turn_id, sequence));
    connection.on("open", () => this.#sendAgain());
    connection.on("state", (state) => state === "connected" || this.#forgetFlight());
  }

  /** Call after a segment was finished. */
  next() {
    const segment = this.#outbox.first();
    if (!segment || this.#inFlight || !this.#connection.isOpen) return;
    const audio = this.#outbox.audio(segment);
    if (audio.byteLength === 0) return this.#settle(segment.turnId, segment.sequence);
    this.#inFlight = segment;
    this.#patience = setTimeout(() => this.#sendAgain(), AGAIN_AFTER_MS);
    this.#connection.sendSegment(
      { turn_id: segment.turnId, sequence: segment.sequence, duration_ms: segment.durationMs, content_type: segment.contentType },
      audio,
    );
  }

  /** A snapshot says what is stored, even if the message that said so was lost. */
  reconcile(turnId, storedSequences) {
    for (const sequence of storedSequences) this.#outbox.forget(turnId, sequence);
    if (this.#inFlight?.turnId === turnId && storedSequences.includes(this.#inFlight.sequence)) this.#forgetFlight();
    this.next();
  }

  /** The server will not take this segment, now or later. */
  refused(turnId, sequence) {
    this.#settle(turnId, sequence);
  }

  #settle(turnId, sequence) {
    this.#outbox.forget(turnId, sequence);
    if (this.#inFlight?.turnId === turnId && this.#inFlight.sequence === sequence) this.#forgetFlight();
    this.emit("stored", { turnId, sequence });
    this.next();
  }

  #sendAgain() {
    this.#forgetFlight();
    this.next();
  }

  #forgetFlight() {
    clearTimeout(this.#patience);
    this.#inFlight = null;
  }
}
