// How loud a sound is, right now.

const QUIETEST_DB = -60;
const SHOWN_EVERY_MS = 60; // The transitions in interview.css fill what lies between.

export class LevelMeter {
  #analyser;
  #samples;

  /** `source`: an AudioNode of `context`. */
  constructor(context, source) {
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    source.connect(this.#analyser);
  }

  static ofStream(context, stream) {
    return new LevelMeter(context, context.createMediaStreamSource(stream));
  }

  /** RMS, 0 to 1. */
  level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }
}

/** What an eye expects of a meter: 0 for silence, 1 for full scale, even steps of loudness between them. */
export function visible(level) {
  if (level <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / QUIETEST_DB));
}

/** Calls `show(level)` some 16 times a second, while the page is seen, until the returned function is called. */
export function watch(read, show) {
  const timer = setInterval(() => document.hidden || show(read()), SHOWN_EVERY_MS);
  return () => clearInterval(timer);
}
