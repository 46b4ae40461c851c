// Records an answer as segments. A segment is one run of a MediaRecorder, so that it is a complete file; its pieces go to
// the outbox as they come. The next run starts before the last one stops: nothing is lost at the seam.

export const PIECE_MS = 250;
const BITS_PER_SECOND = 32000;
const CONTENT_TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export function contentType() {
  return CONTENT_TYPES.find((type) => window.MediaRecorder?.isTypeSupported(type)) ?? "";
}

class Run {
  #recorder;
  #save;
  #written = Promise.resolve();
  #stopped;
  #startedAt = performance.now();

  /** `save(piece: ArrayBuffer)` is called in order; `stop()` resolves with the duration in ms after the last piece. */
  constructor(stream, save) {
    this.#save = save;
    this.#recorder = new MediaRecorder(stream, { mimeType: contentType() || undefined, audioBitsPerSecond: BITS_PER_SECOND });
    this.#recorder.ondataavailable = ({ data }) => this.#write(data);
    // It also stops by itself, when the microphone is pulled out; its last piece comes before that is told.
    this.#stopped = new Promise((resolve) => (this.#recorder.onstop = resolve));
    this.#recorder.start(PIECE_MS);
  }

  get type() {
    return this.#recorder.mimeType;
  }

  async stop() {
    const durationMs = Math.round(performance.now() - this.#startedAt);
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    await this.#stopped;
    await this.#written;
    return durationMs;
  }

  #write(data) {
    if (data.size === 0) return;
    this.#written = this.#written.then(async () => this.#save(await data.arrayBuffer()));
  }
}

export class Recorder {
  #stream;
  #outbox;
  #onSegment;
  #answer = null; // { turnId, next: the next sequence number }
  #run = null;
  #stopping = new Set();

  /** `onSegment()` is called after each segment that was finished. */
  constructor(stream, outbox, onSegment) {
    this.#stream = stream;
    this.#outbox = outbox;
    this.#onSegment = onSegment;
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
    run.media = new Run(this.#stream, (piece) => {
      if (run.sequence === null) {
        run.sequence = answer.next++;
        this.#outbox.begin(run.turnId, run.sequence, run.media.type);
      }
      this.#outbox.addPiece(run.turnId, run.sequence, run.pieces++, piece);
    });
    return run;
  }

  #finish(run) {
    const stopping = run.media.stop().then((durationMs) => {
      this.#stopping.delete(stopping);
      if (run.sequence === null) return;
      this.#outbox.finish(run.turnId, run.sequence, durationMs);
      this.#onSegment();
    });
    this.#stopping.add(stopping);
  }
}
