// One run of a MediaRecorder, so that what it records is a complete file. Its pieces are handed on as they come.
//
// A recorder may end by itself, fail, fall silent or never answer, and does not always say so. So a run is watched, and
// nothing of it is awaited without an end.

import { within } from "../within.js";

export const PIECE_MS = 250;
const BITS_PER_SECOND = 32000;
const CONTENT_TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const READ_WITHIN_MS = 500;
const STOPPED_WITHIN_MS = 3000;
const LOOKS_BEFORE_ASKING = 2; // One look a piece. A recorder that is merely late hands over what it is asked for.
export const LOOKS_BEFORE_END = 4;

export function contentType() {
  return CONTENT_TYPES.find((type) => window.MediaRecorder?.isTypeSupported(type)) ?? "";
}

/** What could not be read the first time may be read the second time. */
function bytesOf(piece) {
  const read = () => within(READ_WITHIN_MS, piece.arrayBuffer());
  return read().catch(read);
}

export class Run {
  wasLate = false; // It was given up for its silence, and handed over afterwards what it had recorded all the same.
  #track;
  #handlers;
  #recorder = null;
  #startedAt = performance.now();
  #heardAt = this.#startedAt;
  #looks = 0; // Since the last piece.
  #looking;
  #state = "running"; // Then "ended" (by itself), "silent" (ended, and said nothing) or "stopped".
  #isFinished = false;
  #isBroken = false;
  #tellStopped;
  #stopped = new Promise((resolve) => (this.#tellStopped = resolve));
  #written = Promise.resolve();

  /** `save(piece: ArrayBuffer)` is called in order, `ended()` when the run ends by itself, even if it never began. */
  constructor(stream, handlers, looksBeforeEnd = LOOKS_BEFORE_END) {
    [this.#track] = stream.getAudioTracks();
    this.#handlers = handlers;
    this.#looking = setInterval(() => this.#look(looksBeforeEnd), PIECE_MS);
    try {
      this.#recorder = this.#record(stream);
    } catch {
      // The first look finds none.
    }
  }

  get type() {
    return this.#recorder?.mimeType ?? "";
  }

  /** Resolves with the duration in ms after the last piece, or without that when the recorder keeps it. */
  async stop() {
    const askedAt = performance.now();
    this.#become("stopped");
    if (this.#recorder) await this.#lastPiece();
    this.#isFinished = true;
    await this.#written;
    return Math.round((this.#state === "stopped" ? askedAt : this.#heardAt) - this.#startedAt);
  }

  #record(stream) {
    const recorder = new MediaRecorder(stream, { mimeType: contentType() || undefined, audioBitsPerSecond: BITS_PER_SECOND });
    recorder.ondataavailable = ({ data }) => this.#write(data);
    recorder.onerror = () => this.#end("ended");
    // Its last piece comes before it tells that it has stopped.
    recorder.onstop = () => {
      this.#tellStopped();
      this.#end("ended");
    };
    recorder.start(PIECE_MS);
    return recorder;
  }

  /** One that does not stop goes on recording what the next run records too. */
  async #lastPiece() {
    if (this.#recorder.state !== "inactive") this.#order("stop");
    const isStopping = this.#recorder.state === "inactive";
    await within(isStopping ? STOPPED_WITHIN_MS : PIECE_MS, this.#stopped).catch(() => {});
  }

  #write(data) {
    if (data.size === 0 || this.#isFinished) return;
    this.#looks = 0;
    this.#heardAt = performance.now();
    this.wasLate ||= this.#state === "silent";
    const read = bytesOf(data).catch(() => null);
    this.#written = this.#written.then(async () => this.#keep(await read));
  }

  /** Behind a piece that is missing nobody can decode the next ones. */
  #keep(bytes) {
    if (bytes && !this.#isBroken) return this.#handlers.save(bytes);
    this.#isBroken = true;
    this.#end("ended");
  }

  /** However long the page was too busy to look, that is one look. */
  #look(looksBeforeEnd) {
    if (this.#recorder?.state !== "recording" || this.#track.readyState !== "live") return this.#end("ended");
    this.#looks = this.#track.muted ? 0 : this.#looks + 1;
    if (this.#looks >= looksBeforeEnd) return this.#end("silent");
    if (this.#looks > 0 && this.#looks % LOOKS_BEFORE_ASKING === 0) this.#order("requestData");
  }

  #end(how) {
    if (this.#become(how)) this.#handlers.ended();
  }

  #become(state) {
    clearInterval(this.#looking);
    if (this.#state !== "running") return false;
    this.#state = state;
    return true;
  }

  #order(what) {
    try {
      this.#recorder[what]();
    } catch {
      // It has ended meanwhile, and tells so or is found.
    }
  }
}
