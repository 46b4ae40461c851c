// Speaks a question whose speech arrives piece by piece: `turn.speech` grows from snapshot to snapshot.

const PATIENCE_MS = 8000; // Longer than this no piece may keep the candidate waiting: the text stands there.

export class QuestionSpeech {
  #playback;
  #turn;
  #isStopped = false;
  #isSounding = false;
  #wake = () => {};

  constructor(playback, turn) {
    this.#playback = playback;
    this.update(turn);
  }

  /** A newer snapshot of the same turn. */
  update(turn) {
    this.#turn = turn;
    for (const piece of turn.speech) this.#playback.load(piece.url).catch(() => {});
    this.#wake();
  }

  /** Resolves when it is over: heard to its end, stopped, or not to be had. Then the text is enough. */
  async speak() {
    for (let index = 0; await this.#isThere(index); index += 1) {
      this.#isSounding = true;
      const wasHeard = await this.#playback.play(this.#turn.speech[index].url).catch(() => false);
      this.#isSounding = false;
      if (!wasHeard) return;
    }
  }

  /** Its own sound alone: an acknowledgement that is being heard goes on. */
  stop() {
    this.#isStopped = true;
    if (this.#isSounding) this.#playback.stop();
    this.#wake();
  }

  async #isThere(index) {
    const until = performance.now() + PATIENCE_MS;
    while (!this.#isStopped && index >= this.#turn.speech.length) {
      const left = until - performance.now();
      if (this.#turn.speech_status !== "none" || left <= 0) return false;
      await this.#change(left);
    }
    return !this.#isStopped;
  }

  #change(withinMs) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, withinMs);
    });
  }
}
