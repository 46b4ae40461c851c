// Records an answer as segments, each one run, until it is stopped. The next run starts before the last one stops: nothing
// is lost at the seam. A run that ends by itself is replaced at once.
//
// Events: "segment" (one more was finished), "interrupted" (true: a run ended by itself and was replaced, words may be
// missing; false: since then all goes well), "lost" (it records no more; "recorder" or "microphone": which of them ended).

import { Events } from "../events.js";
import { LOOKS_BEFORE_END, Run } from "./recording.js";

const REPLACED_AT_MOST = 4; // In a row: a browser that cannot record is not asked for ever.
const GOES_WELL_AFTER_MS = 8000; // As long as it takes to read what the page says about it.

export class Recorder extends Events {
  hasFailed = false;
  #stream;
  #outbox;
  #answer = null; // { turnId, next: the next sequence number }
  #run = null;
  #stopping = new Set();
  #replaced = 0;
  #looksBeforeEnd = LOOKS_BEFORE_END;
  #goesWell;

  constructor(stream, outbox) {
    super();
    this.#stream = stream;
    this.#outbox = outbox;
  }

  get isRunning() {
    return this.#run !== null;
  }

  /** A run that is still ending may yet take its number, so that the next one of its turn draws from the same count. */
  start(turnId, firstSequence) {
    const isSameCount = this.#stopping.size > 0 && this.#answer.turnId === turnId;
    if (!isSameCount) this.#answer = { turnId, next: firstSequence };
    this.#run = this.#begin();
  }

  /** Ends the segment and goes on with the next one. */
  cut() {
    const finished = this.#run;
    this.#run = this.#begin();
    this.#finish(finished);
  }

  /** Resolves when everything that was recorded lies in the outbox. */
  async stop() {
    if (this.#run) this.#finish(this.#run);
    this.#run = null;
    await Promise.all(this.#stopping);
  }

  #begin() {
    const answer = this.#answer;
    const run = { turnId: answer.turnId, sequence: null, pieces: 0 };
    // A run that records nothing takes no number: the numbers of a turn have no gaps.
    const save = (piece) => {
      if (run.sequence === null) {
        run.sequence = answer.next++;
        this.#outbox.begin(run.turnId, run.sequence, run.media.type);
      }
      this.#outbox.addPiece(run.turnId, run.sequence, run.pieces++, piece);
    };
    run.media = new Run(this.#stream, { save, ended: () => this.#ended(run) }, this.#looksBeforeEnd);
    return run;
  }

  #finish(run) {
    const stopping = run.media.stop().then((durationMs) => {
      this.#stopping.delete(stopping);
      if (run.media.wasLate) this.#bePatient();
      if (run.sequence === null) return;
      this.#outbox.finish(run.turnId, run.sequence, durationMs);
      this.emit("segment");
    });
    this.#stopping.add(stopping);
  }

  #ended(run) {
    if (run !== this.#run) return;
    if (this.#stream.getAudioTracks()[0].readyState !== "live") return this.#lose("microphone");
    if (this.#replaced >= REPLACED_AT_MOST) return this.#lose("recorder");
    this.#replaced += 1;
    this.cut();
    clearTimeout(this.#goesWell);
    this.#goesWell = setTimeout(() => this.#recovered(), GOES_WELL_AFTER_MS);
    this.emit("interrupted", true);
  }

  #recovered() {
    this.#replaced = 0;
    this.emit("interrupted", false);
  }

  #lose(which) {
    clearTimeout(this.#goesWell);
    this.hasFailed = true;
    this.stop();
    this.emit("lost", which);
  }

  /** Some browsers hand over what they recorded late, or only at the end: nothing was missing. */
  #bePatient() {
    this.#looksBeforeEnd *= 2;
    this.#replaced = 0;
  }
}
