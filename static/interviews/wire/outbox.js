// Recorded segments that the server has not yet stored.
//
// Keys: interview / turn / sequence, where the interview is the SHA-256 of the link's token. Below the key of a segment
// lie its pieces, written as they are recorded: after a reload the pieces of an unfinished segment are a segment.

import { PAGE_ID } from "./page_id.js";
import { Store } from "./store.js";

const KEPT_MS = 2 * 24 * 3600 * 1000;

const padded = (number) => String(number).padStart(6, "0");

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #store;
  #root;

  constructor(store, root) {
    this.#store = store;
    this.#root = root;
  }

  /** Without a secure context there is neither a hash nor a microphone: memory is enough then. */
  static async open(token) {
    if (!globalThis.crypto?.subtle) return new Outbox(new Store(null), "here/");
    const store = await Store.open();
    store.removeOlderThan(Date.now() - KEPT_MS);
    const outbox = new Outbox(store, `${await digest(token)}/`);
    await outbox.refresh();
    return outbox;
  }

  /** Takes in what another page of the same interview has left. */
  async refresh() {
    await this.#store.load(this.#root).catch(() => {});
  }

  begin(turnId, sequence, contentType) {
    this.#store.put(this.#key(turnId, sequence), {
      turnId, sequence, contentType, durationMs: 0, isFinished: false, at: Date.now(), pageId: PAGE_ID,
    });
  }

  addPiece(turnId, sequence, index, bytes) {
    this.#store.put(`${this.#key(turnId, sequence)}${padded(index)}`, { bytes, at: Date.now() });
  }

  finish(turnId, sequence, durationMs) {
    const segment = this.#store.get(this.#key(turnId, sequence));
    if (segment) this.#store.put(this.#key(turnId, sequence), { ...segment, durationMs, isFinished: true });
  }

  /** Ends the segments that a page left unfinished when it went away; `pieceMs` is the length of one piece. */
  recover(pieceMs) {
    for (const segment of this.#segments()) {
      if (segment.isFinished) continue;
      this.finish(segment.turnId, segment.sequence, this.#pieces(segment).length * pieceMs);
    }
  }

  /** The finished segments, the oldest first. */
  finished() {
    return this.#segments().filter((segment) => segment.isFinished);
  }

  audio(segment) {
    const pieces = this.#pieces(segment);
    const audio = new Uint8Array(pieces.reduce((size, piece) => size + piece.byteLength, 0));
    let offset = 0;
    for (const piece of pieces) {
      audio.set(new Uint8Array(piece), offset);
      offset += piece.byteLength;
    }
    return audio;
  }

  forget(turnId, sequence) {
    this.#store.remove(this.#key(turnId, sequence));
  }

  holds(turnId) {
    return this.#segments().some((segment) => segment.turnId === turnId);
  }

  /** The sequence number after all that is stored on the server or waits here. */
  next(turnId, stored) {
    const waiting = this.#segments().filter((segment) => segment.turnId === turnId).map((segment) => segment.sequence);
    return Math.max(-1, ...stored, ...waiting) + 1;
  }

  clear() {
    this.#store.remove(this.#root);
  }

  #key(turnId, sequence) {
    return `${this.#root}${turnId}/${padded(sequence)}/`;
  }

  #segments() {
    return this.#store.entries(this.#root).map(([, value]) => value).filter((value) => "sequence" in value);
  }

  #pieces(segment) {
    const key = this.#key(segment.turnId, segment.sequence);
    return this.#store.entries(key).filter(([name]) => name !== key).map(([, piece]) => piece.bytes);
  }
}
