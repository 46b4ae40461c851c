// One turn as this page lives it: hear the question, answer it by voice or text, send everything, say that it is over.
//
// `stage`: "speaking" (the interviewer), "listening", "typing", "silent" (voice was chosen, the microphone is off),
// "sending". Event "change" after each change of it, "ended" as soon as the candidate has finished.

import { Events } from "../events.js";
import { message } from "../wire/protocol.js";
import { QuestionSpeech } from "../voice/question_speech.js";

export class Answer extends Events {
  stage = "speaking";
  #tools;
  #speech;
  #stored;
  #ending = null;
  #isGone = false;

  /** `tools`: { voice, outbox, intents }. */
  constructor(turn, tools, { isTyping, isSpoken }) {
    super();
    this.turn = turn;
    this.isTyping = isTyping;
    this.isSpoken = isSpoken;
    this.#tools = tools;
    this.#stored = new Set(turn.stored_segments);
    this.#speech = new QuestionSpeech(tools.voice.playback, turn);
  }

  get id() {
    return this.turn.id;
  }

  get isEnding() {
    return this.#ending !== null;
  }

  /** After a reload the question has been heard already: then the answer just goes on. */
  async begin() {
    this.emit("change");
    if (!this.turn.opened) {
      await this.#tools.voice.acknowledged;
      if (this.isSpoken) await this.#speech.speak();
    }
    this.#takeAnswer();
  }

  update(turn) {
    this.turn = turn;
    for (const sequence of turn.stored_segments) this.#stored.add(sequence);
    this.#speech.update(turn);
    this.#endWhenStored();
  }

  answerNow() {
    this.#speech.stop();
    this.#tools.voice.playback.stop();
  }

  /** What the page shows changes within the click: a press that follows at once means what its label says. */
  async repeat() {
    if (this.stage === "speaking" || this.isEnding) return;
    this.#speech.stop();
    this.#speech = new QuestionSpeech(this.#tools.voice.playback, this.turn);
    if (!this.isTyping) this.#become("speaking");
    await this.#tools.voice.ear?.stop();
    await this.#speech.speak();
    if (!this.isTyping) this.#takeAnswer();
  }

  /** Typing and speaking may be exchanged at any time. `keepsRecording`: what is said goes into the text field. */
  chooseTyping(isTyping, { keepsRecording = false } = {}) {
    this.isTyping = isTyping;
    if (this.stage === "speaking") return this.emit("change");
    if (keepsRecording) this.#record();
    if (!this.isEnding) this.#takeAnswer();
    if (isTyping && !keepsRecording) this.#tools.voice.ear?.stop();
  }

  /** The microphone was opened again, or has died. */
  earChanged() {
    if (this.stage === "listening" || this.stage === "silent") this.#takeAnswer();
  }

  /** `text` is the typed answer; without one it is what was said. `reason`: "candidate" or "time_box". */
  async end(reason, text = "") {
    if (this.isEnding) return;
    this.#ending = { reason, text };
    this.#speech.stop();
    this.#become("sending");
    const recorded = this.#tools.voice.ear?.stop();
    this.emit("ended");
    await recorded;
    this.#ending.isRecorded = true;
    this.#endWhenStored();
  }

  /** The server would not have it; the candidate may go on. */
  reopen() {
    this.#ending = null;
    this.#tools.intents.drop("answer");
    this.#takeAnswer();
  }

  /** The server misses what we counted: only what the next snapshot names is counted again. */
  recount() {
    this.#stored.clear();
    this.#tools.intents.drop("answer");
  }

  segmentStored(sequence) {
    this.#stored.add(sequence);
    this.#endWhenStored();
  }

  /** This page takes no further part in the turn. */
  leave() {
    this.#isGone = true;
    this.stage = "sending";
    this.#speech.stop();
    return this.#tools.voice.ear?.stop();
  }

  #takeAnswer() {
    if (this.#isGone || this.isEnding) return;
    this.#open();
    if (this.isTyping) return this.#become("typing");
    this.#become(this.#record() ? "listening" : "silent");
  }

  #open() {
    if (this.turn.opened) return;
    const isHeard = ({ turn }) => turn?.id !== this.id || turn.opened;
    this.#tools.intents.add("opened", message("turn.opened", { turn_id: this.id }), isHeard);
  }

  #record() {
    const ear = this.#tools.voice.ear;
    if (!ear?.isAlive) return false;
    ear.start(this.id, this.#tools.outbox.next(this.id, [...this.#stored]));
    return true;
  }

  #endWhenStored() {
    const { intents, outbox } = this.#tools;
    if (this.#isGone || !this.#ending?.isRecorded || outbox.holds(this.id) || intents.has("answer")) return;
    intents.add("answer", this.#lastMessage(), (snapshot) => snapshot.turn?.id !== this.id || snapshot.interview.phase !== "asking");
  }

  #lastMessage() {
    const { reason, text } = this.#ending;
    if (text) return message("answer.type", { turn_id: this.id, text });
    return message("answer.end", { turn_id: this.id, segments: this.#countWithoutGap(), reason });
  }

  #countWithoutGap() {
    let count = 0;
    while (this.#stored.has(count)) count += 1;
    return count;
  }

  #become(stage) {
    this.stage = stage;
    this.emit("change");
  }
}
