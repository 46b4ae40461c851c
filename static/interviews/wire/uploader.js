// Sends what lies in the outbox, one segment at a time, until the server says that it is stored. In order, but one that is
// not taken waits longer each time, and lets the next ones go before it.

import { Events } from "../events.js";
import { backoff } from "./backoff.js";

const ANSWER_WITHIN_MS = 12000;
const LONGEST_WAIT_MS = 60000;
const LARGEST_BYTES = 4 * 1024 * 1024; // What the server takes; a line would break under more.

const keyOf = (turnId, sequence) => `${turnId}/${sequence}`;

export class Uploader extends Events {
  #outbox;
  #connection;
  #inFlight = null;
  #patience;
  #waiting = new Map(); // key -> { tries, at: when the next one may be }
  #alarm;

  /** Events "stored" ({turnId, sequence}): the segment lies on the server; "lost" (also code): it never will. */
  constructor(outbox, connection) {
    super();
    this.#outbox = outbox;
    this.#connection = connection;
    connection.on("stored", ({ turn_id, sequence }) => this.#settle("stored", turn_id, sequence));
    connection.on("error", (error) => error.about === "segment" && this.#refused(error));
    connection.on("open", () => this.next());
    connection.on("state", (state) => state === "connected" || this.#postpone());
  }

  /** Call after a segment was finished. */
  next() {
    clearTimeout(this.#alarm);
    if (this.#inFlight || !this.#connection.isOpen) return;
    const segments = this.#outbox.finished();
    const due = segments.find((segment) => this.#waitOf(segment) <= 0);
    if (due) this.#send(due);
    else if (segments.length > 0) this.#alarm = setTimeout(() => this.next(), Math.min(...segments.map((each) => this.#waitOf(each))));
  }

  #send(segment) {
    const { turnId, sequence, durationMs, contentType, pageId } = segment;
    const audio = this.#outbox.audio(segment);
    if (audio.byteLength === 0) return this.#settle("stored", turnId, sequence);
    this.#inFlight = segment;
    this.#patience = setTimeout(() => this.#sendAnother(), ANSWER_WITHIN_MS);
    const header = { connection_id: pageId, turn_id: turnId, sequence, duration_ms: durationMs, content_type: contentType };
    if (audio.byteLength <= LARGEST_BYTES) this.#connection.sendSegment(header, audio);
    else this.#connection.sendSegment({ ...header, lost: true }, new Uint8Array(0));
  }

  /** One that is not named is the one that was sent last. */
  #refused({ turn_id: turnId = this.#inFlight?.turnId, sequence = this.#inFlight?.sequence, final, code }) {
    if (final) return this.#settle("lost", turnId, sequence, code);
    if (this.#isInFlight(turnId, sequence)) this.#sendAnother();
  }

  #settle(event, turnId, sequence, code) {
    this.#outbox.forget(turnId, sequence);
    this.#waiting.delete(keyOf(turnId, sequence));
    if (this.#isInFlight(turnId, sequence)) this.#land();
    this.emit(event, { turnId, sequence, code });
    this.next();
  }

  #sendAnother() {
    this.#postpone();
    this.next();
  }

  #postpone() {
    if (!this.#inFlight) return;
    const key = keyOf(this.#inFlight.turnId, this.#inFlight.sequence);
    const tries = this.#waiting.get(key)?.tries ?? 0;
    this.#waiting.set(key, { tries: tries + 1, at: performance.now() + backoff(tries, Math.random, LONGEST_WAIT_MS) });
    this.#land();
  }

  #waitOf({ turnId, sequence }) {
    return (this.#waiting.get(keyOf(turnId, sequence))?.at ?? 0) - performance.now();
  }

  #isInFlight(turnId, sequence) {
    return this.#inFlight?.turnId === turnId && this.#inFlight.sequence === sequence;
  }

  #land() {
    clearTimeout(this.#patience);
    this.#inFlight = null;
  }
}
