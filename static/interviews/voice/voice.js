// Everything that sounds: the interviewer's voice, acknowledgements, and the candidate's microphone.
//
// Events: those of the open Ear.

import { Ear } from "./ear.js";
import { Events } from "../events.js";
import { Playback, resume } from "./playback.js";

export class Voice extends Events {
  ear = null;
  playback = null;
  acknowledged = Promise.resolve(); // Settles when the acknowledgement is over.
  #context;
  #outbox;
  #next = 0;

  constructor(outbox) {
    super();
    this.#outbox = outbox;
  }

  /** To be called inside a click: browsers let a page sound only then. */
  async start() {
    this.#context ??= new AudioContext();
    this.playback ??= new Playback(this.#context);
    await resume(this.#context).catch(() => {}); // Then the text is enough.
  }

  /** Raises MicrophoneError. */
  async openEar() {
    await this.closeEar();
    this.ear = await Ear.open(this.#context, this.#outbox);
    for (const type of ["segment", "hint", "interrupted", "lost", "muted"]) this.ear.on(type, (value) => this.emit(type, value));
  }

  async closeEar() {
    const ear = this.ear;
    this.ear = null;
    await ear?.close();
  }

  get isHearing() {
    return Boolean(this.ear?.isAlive);
  }

  prefetch(urls) {
    for (const url of urls) this.playback?.load(url).catch(() => {});
  }

  /** At once and from memory, each time another one: nobody waits in silence. */
  acknowledge(urls) {
    if (urls.length === 0) return;
    this.acknowledged = this.playback.play(urls[this.#next++ % urls.length]).catch(() => {});
  }

  /** How loud the one is who has the word: the interviewer or the candidate. */
  level(stage) {
    if (stage === "speaking") return this.playback?.level() ?? 0;
    return stage === "listening" ? (this.ear?.level() ?? 0) : 0;
  }

  wake() {
    this.#context?.resume();
  }
}
