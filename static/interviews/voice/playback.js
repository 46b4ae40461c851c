// Plays the interviewer's speech and the acknowledgements, each from memory once it was fetched.

import { LevelMeter } from "./level_meter.js";
import { within } from "../within.js";

const FETCHED_WITHIN_MS = 8000;
const DECODED_WITHIN_MS = 4000;
const RUNNING_WITHIN_MS = 1000; // A browser that keeps the page silent does not say so.
const SPARE_MS = 2000; // A device that has gone never tells the end of a sound.

/** Rejects when the browser keeps the page silent. */
export function resume(context) {
  return within(RUNNING_WITHIN_MS, context.resume());
}

class Sound {
  isStopped = false;
  source = null;
  #settle;
  stopped = new Promise((resolve) => (this.#settle = resolve));

  stop() {
    this.isStopped = true;
    this.source?.stop();
    this.#settle(false);
  }
}

export class Playback {
  #context;
  #output;
  #meter;
  #buffers = new Map();
  #sound = new Sound();

  constructor(context) {
    this.#context = context;
    this.#output = context.createGain();
    this.#output.connect(context.destination);
    this.#meter = new LevelMeter(context, this.#output);
  }

  level() {
    return this.#meter.level();
  }

  /** Fetches and decodes, once. A failed try is forgotten, so that a later one may succeed. */
  load(url) {
    if (!this.#buffers.has(url)) {
      const buffer = this.#fetch(url);
      buffer.catch(() => this.#buffers.delete(url));
      this.#buffers.set(url, buffer);
    }
    return this.#buffers.get(url);
  }

  /** Resolves with true when it was heard to its end, false when it was stopped; rejects when it cannot be played. */
  play(url) {
    this.stop();
    const sound = (this.#sound = new Sound());
    return Promise.race([sound.stopped, this.#heard(url, sound)]);
  }

  stop() {
    this.#sound.stop();
  }

  async #heard(url, sound) {
    const buffer = await this.load(url);
    if (this.#context.state !== "running") await resume(this.#context);
    if (sound.isStopped) return false;
    sound.source = this.#context.createBufferSource();
    sound.source.buffer = buffer;
    sound.source.connect(this.#output);
    const ended = new Promise((resolve) => (sound.source.onended = resolve));
    sound.source.start();
    await within(buffer.duration * 1000 + SPARE_MS, ended).finally(() => sound.source.stop());
    return !sound.isStopped;
  }

  async #fetch(url) {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCHED_WITHIN_MS) });
    if (!response.ok) throw new Error(`Speech answered ${response.status}`);
    return within(DECODED_WITHIN_MS, this.#context.decodeAudioData(await response.arrayBuffer()));
  }
}
