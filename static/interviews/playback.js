// Plays the interviewer's speech and the acknowledgements, each from memory once it was fetched.

import { LevelMeter } from "./level_meter.js";

export class Playback {
  #context;
  #output;
  #meter;
  #buffers = new Map();
  #source = null;

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
  async play(url) {
    const buffer = await this.load(url);
    if (this.#context.state !== "running") await this.#context.resume();
    this.stop();
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#output);
    this.#source = source;
    const ended = new Promise((resolve) => (source.onended = resolve));
    source.start();
    await ended;
    return !source.wasStopped;
  }

  stop() {
    if (!this.#source) return;
    this.#source.wasStopped = true;
    this.#source.stop();
    this.#source = null;
  }

  async #fetch(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`Speech answered ${response.status}`);
    return this.#context.decodeAudioData(await response.arrayBuffer());
  }
}
