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
  #opening = null; // The latest wish: an ear that opens after another one is not wanted any more.

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

  /** Whether it is open now; not, when it was closed or opened anew meanwhile. Raises MicrophoneError. */
  async openEar() {
    const closed = this.closeEar();
    const opening = (this.#opening = {});
    await closed;
    const ear = await Ear.open(this.#context, this.#outbox);
    if (this.#opening !== opening) return ear.close().then(() => false);
    this.ear = ear;
    for (const type of ["segment", "hint", "interrupted", "lost", "muted"]) ear.on(type, (value) => this.emit(type, value));
    return true;
  }

  async closeEar() {
    const ear = this.ear;
    this.ear = this.#opening = null;
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
