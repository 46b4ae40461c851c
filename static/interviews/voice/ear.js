// The candidate's microphone while it is open: levels, pauses, recording.
//
// Events: "segment" (one more lies in the outbox), "hint" (a long silence), "interrupted" (true or false: words may be
// missing), "lost" (it hears no more; "microphone" or "recorder": which of them has died), "muted" (true or false: the
// system holds it back, during a phone call for instance).

import { Events } from "../events.js";
import { LevelMeter } from "./level_meter.js";
import { closeMicrophone, openMicrophone } from "./microphone.js";
import { PauseDetector } from "./pauses.js";
import { Recorder } from "./recorder.js";

const LOOK_EVERY_MS = 50;

export class Ear extends Events {
  #stream;
  #meter;
  #recorder;
  #pauses = new PauseDetector();
  #looking;

  constructor(stream, context, outbox) {
    super();
    this.#stream = stream;
    this.#meter = LevelMeter.ofStream(context, stream);
    this.#recorder = new Recorder(stream, outbox);
    this.#recorder.on("segment", () => this.emit("segment"));
    this.#recorder.on("interrupted", (isInterrupted) => this.#interrupted(isInterrupted));
    this.#recorder.on("lost", (which) => this.emit("lost", which));
    this.#track.onended = () => this.emit("lost", "microphone");
    this.#track.onmute = () => this.emit("muted", true);
    this.#track.onunmute = () => this.emit("muted", false);
  }

  /** Raises MicrophoneError. */
  static async open(context, outbox) {
    return new Ear(await openMicrophone(), context, outbox);
  }

  get isAlive() {
    return this.#track.readyState === "live" && !this.#recorder.hasFailed;
  }

  get isRecording() {
    return this.#recorder.isRunning;
  }

  level() {
    return this.#meter.level();
  }

  start(turnId, firstSequence) {
    if (this.isRecording) return;
    this.#recorder.start(turnId, firstSequence);
    this.#pauses.answerStarted(performance.now());
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Resolves when everything that was said lies in the outbox. */
  stop() {
    clearInterval(this.#looking);
    return this.#recorder.stop();
  }

  /** What was said so far is sent now: the page may be put to sleep. */
  cut() {
    if (!this.isRecording || !this.isAlive) return;
    this.#recorder.cut();
    this.#pauses.segmentStarted(performance.now());
  }

  async close() {
    await this.stop();
    this.#track.onended = this.#track.onmute = this.#track.onunmute = null;
    closeMicrophone(this.#stream);
  }

  /** Another segment has begun. */
  #interrupted(isInterrupted) {
    if (isInterrupted) this.#pauses.segmentStarted(performance.now());
    this.emit("interrupted", isInterrupted);
  }

  get #track() {
    return this.#stream.getAudioTracks()[0];
  }

  #look() {
    const { cut, hint } = this.#pauses.hear(this.#meter.level(), performance.now());
    if (cut) this.cut();
    if (hint) this.emit("hint");
  }
}
