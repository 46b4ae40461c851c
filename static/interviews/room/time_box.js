// The time of an answer and of the interview, from snapshot to snapshot.
//
// Events: "tick", "warning" (seconds left), once for each answer and again after "I need a moment", "over".

import { Events } from "../events.js";
import { Countdown } from "./timer.js";

const TICK_MS = 250;

export class TimeBox extends Events {
  #turn = new Countdown();
  #interview = new Countdown();
  #warningMs = 0;
  #isWarned = false;

  constructor() {
    super();
    setInterval(() => this.#tick(), TICK_MS);
  }

  /** The time of an answer runs once its question has been heard. */
  set({ interview, turn }) {
    const isRunning = interview.phase === "asking" && turn.opened;
    this.#warningMs = turn?.warning_ms ?? 0;
    this.#turn.set(isRunning ? turn.remaining_ms : null);
    this.#interview.set(interview.question_number > 0 ? interview.remaining_s * 1000 : null);
  }

  get left() {
    return this.#turn.left();
  }

  get interviewLeft() {
    return this.#interview.left();
  }

  get isShort() {
    return this.left !== null && this.left <= this.#warningMs;
  }

  #tick() {
    this.emit("tick");
    if (this.isShort && !this.#isWarned) this.emit("warning", Math.ceil(this.left / 1000));
    this.#isWarned = this.isShort;
    if (this.left === 0) this.emit("over");
  }
}
