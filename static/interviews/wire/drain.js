// What is left in the outbox of a page that no longer holds the interview still goes to the server, which takes recordings
// of any page. In single requests: a connection would say hello. It ends when nothing is left, when the link is dead, or
// when nothing has come of it for a while; a line that comes back begins it once more.

import { Events } from "../events.js";
import { segmentFrame } from "./protocol.js";
import { Uploader } from "./uploader.js";

const ANSWER_WITHIN_MS = 12000;
const GIVE_UP_AFTER_MS = 15 * 60 * 1000;
const DEAD_LINK = [404, 410];

/** As much of a Connection as an Uploader needs. Event "dead": the link opens nothing any more. */
class SegmentRequests extends Events {
  isOpen = false;
  #url;

  constructor(url) {
    super();
    this.#url = url;
  }

  async sendSegment(header, audio) {
    const { turn_id, sequence } = header;
    const unanswered = { type: "error", about: "segment", final: false, turn_id, sequence };
    const answer = await this.#post(segmentFrame(header, audio)).catch(() => unanswered);
    this.emit(answer.type, answer);
  }

  async #post(body) {
    const headers = { "Content-Type": "application/octet-stream" };
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(this.#url, { method: "POST", body, headers, signal });
    if (DEAD_LINK.includes(response.status)) return { type: "dead" };
    const { messages: [answer] } = await response.json();
    return answer;
  }
}

export class Drain extends Events {
  #outbox;
  #requests;
  #uploader;
  #patience;
  #isDead = false;

  /** `live` as a Connection has it. Events "stored" and "lost" as an Uploader has them; "unsent": it has ended before. */
  constructor(outbox, live) {
    super();
    this.#outbox = outbox;
    this.#requests = new SegmentRequests(`${live}segment`);
    this.#uploader = new Uploader(outbox, this.#requests);
    for (const type of ["stored", "lost"]) this.#uploader.on(type, (segment) => this.#settled(type, segment));
    this.#requests.on("dead", () => this.#die());
  }

  /** Call again after a segment was finished. */
  start() {
    if (this.#isDead) return;
    this.#requests.isOpen = true;
    this.#wait();
    this.#uploader.next();
  }

  #settled(type, segment) {
    this.#wait();
    this.emit(type, segment);
  }

  #wait() {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#end(), GIVE_UP_AFTER_MS);
  }

  #die() {
    this.#isDead = true;
    this.#end();
  }

  #end() {
    clearTimeout(this.#patience);
    this.#requests.isOpen = false;
    this.#requests.emit("state", "over");
    if (this.#outbox.finished().length > 0) this.emit("unsent");
  }
}
