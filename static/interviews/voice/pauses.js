// Decides from loudness alone where a recording may be cut and when a gentle hint is due. Pure: levels and times in,
// decisions out. It never ends an answer: thinking takes as long as it takes.

export const LIMITS = Object.freeze({
  shortestSegmentMs: 2000,
  longestSegmentMs: 15000,
  pauseMs: 450,
  hintAfterMs: 5000,
});
const QUIETEST_SPEECH = 0.008; // RMS of full scale 1; quieter than this is never speech.
const SPEECH_OVER_NOISE = 2.6;

export class PauseDetector {
  #limits;
  #noise = QUIETEST_SPEECH / 2;
  #segmentStart = 0;
  #lastSpeech = 0;
  #spokeInSegment = false;
  #hinted = false;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  /** An answer begins at `now` (ms). */
  answerStarted(now) {
    this.#lastSpeech = now;
    this.#hinted = false;
    this.segmentStarted(now);
  }

  segmentStarted(now) {
    this.#segmentStart = now;
    this.#spokeInSegment = false;
  }

  /**
   * `level`: RMS, 0 to 1. Returns { isSpeech, cut, hint }: cut says that the segment should end here, hint is true once
   * for each long silence.
   */
  hear(level, now) {
    const isSpeech = this.#isSpeech(level);
    if (isSpeech) this.#heardSpeech(now);
    const silentMs = now - this.#lastSpeech;
    return { isSpeech, cut: this.#shouldCut(now, silentMs), hint: this.#shouldHint(silentMs) };
  }

  #isSpeech(level) {
    const threshold = Math.max(QUIETEST_SPEECH, this.#noise * SPEECH_OVER_NOISE);
    // The floor falls quickly to what is quiet and rises slowly to what stays loud.
    const speed = level < this.#noise ? 0.2 : 0.002;
    this.#noise += (level - this.#noise) * speed;
    return level > threshold;
  }

  #heardSpeech(now) {
    this.#lastSpeech = now;
    this.#spokeInSegment = true;
    this.#hinted = false;
  }

  #shouldCut(now, silentMs) {
    const age = now - this.#segmentStart;
    if (age >= this.#limits.longestSegmentMs) return true;
    return age >= this.#limits.shortestSegmentMs && this.#spokeInSegment && silentMs >= this.#limits.pauseMs;
  }

  #shouldHint(silentMs) {
    if (this.#hinted || silentMs < this.#limits.hintAfterMs) return false;
    this.#hinted = true;
    return true;
  }
}
