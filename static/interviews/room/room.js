// The interview room. What it shows is a function of the last snapshot and of the answer that is being given.

import { Answer } from "./answer.js";
import { stayAwake } from "./awake.js";
import { Intents } from "./intents.js";
import { watch } from "../voice/level_meter.js";
import { MicrophoneError } from "../voice/microphone.js";
import { isTypedThroughout } from "./mode.js";
import { message } from "../wire/protocol.js";
import { PIECE_MS } from "../voice/recording.js";
import { Review } from "./review.js";
import { RoomView } from "./room_view.js";
import { HINT, INTERRUPTED, STOPPED } from "./stages.js";
import { TimeBox } from "./time_box.js";
import { TypedAnswer } from "./typed_answer.js";
import { Uploader } from "../wire/uploader.js";
import { Voice } from "../voice/voice.js";

const MUTED = "Your microphone is muted by the device, perhaps by a call. Nothing is recorded until it is back.";
const LOST = "A few seconds of what you said could not be kept. That is not your fault, and it does not count against you.";
const SAY_AGAIN = "Please say them once more, or type them.";

export class Room {
  snapshot = null;
  answer = null;
  isJoined = false;
  #hint = "";
  #wantsTyping = isTypedThroughout();
  #isSpoken = !isTypedThroughout();
  #timeBox = new TimeBox();

  /** `places`: { welcome, end }, the pages that come before and after. */
  constructor(root, outbox, connection, places) {
    this.outbox = outbox;
    this.connection = connection;
    this.places = places;
    this.view = new RoomView(root);
    this.typed = new TypedAnswer(this.view.parts.typedText);
    this.intents = new Intents((outgoing) => connection.send(outgoing));
    this.uploader = new Uploader(outbox, connection);
    this.voice = new Voice(outbox);
    this.review = new Review(this.view.parts.answers, this.view.parts.answerTemplate, this.intents);
    this.#listen();
  }

  // --- What the candidate does ---------------------------------------------------------------------------------------

  /** Inside a click, of which the last one counts. Raises MicrophoneError unless everything is typed. */
  async join(isTyped) {
    const starting = this.voice.start();
    this.#wantsTyping = isTyped;
    this.#isSpoken = !isTyped;
    if (isTyped) await this.voice.closeEar();
    else if (!(await this.voice.openEar())) return;
    await starting;
    this.isJoined = true;
    stayAwake();
    watch(() => this.voice.level(this.answer?.stage), (level) => this.view.level(level));
    this.connection.greet(); // Who comes back gets a little time to finish the sentence.
    if (this.snapshot?.interview.phase === "not_started") this.#start();
    this.render();
  }

  /** The one main button: it means what the stage says. */
  act() {
    const stage = this.answer?.stage;
    if (stage === "speaking") this.answer.answerNow();
    else if (stage === "listening" || stage === "silent") this.answer.end("candidate");
    else if (stage === "typing" && this.typed.text) this.answer.end("candidate", this.typed.text);
    else if (stage === "typing") this.typed.focus();
  }

  moment() {
    if (!this.snapshot?.turn?.moments_left || !this.answer || this.answer.isEnding) return;
    this.connection.send(message("turn.moment", { turn_id: this.answer.id }));
    this.view.announce("30 more seconds for this answer.");
  }

  toggleTyping() {
    if (!this.answer || this.answer.isEnding) return;
    if (this.answer.isTyping) return this.#speakInstead();
    this.#wantsTyping = true;
    this.typed.take(this.snapshot.turn.captions);
    this.answer.chooseTyping(true);
  }

  async reopenEar() {
    if (await this.#tryEar()) this.answer?.earChanged();
  }

  practiceDone(again) {
    const isDone = ({ interview }) => interview.phase !== "practice_review";
    this.intents.add("practice", message("practice.done", { again }), isDone);
  }

  async reviewDone() {
    this.review.flush();
    await this.#until(() => this.review.isSaved);
    this.intents.add("review", message("review.done"), ({ interview }) => interview.phase === "completed");
  }

  /** Early end: what was said to the open question is sent first, so that it counts. */
  async endInterview() {
    await this.answer?.leave();
    this.render();
    await this.#until(() => !this.answer || !this.outbox.holds(this.answer.id));
    const isDone = ({ interview }) => ["review", "completed"].includes(interview.phase);
    this.intents.add("end", message("interview.end"), isDone);
  }

  // --- What happens to it --------------------------------------------------------------------------------------------

  #listen() {
    const { connection, uploader, voice } = this;
    connection.on("snapshot", (snapshot) => this.#apply(snapshot));
    connection.on("error", (error) => this.#fault(error));
    connection.on("open", () => this.intents.repeatAll());
    connection.on("state", (state) => this.#connectionIs(state));
    uploader.on("stored", ({ turnId, sequence }) => this.answer?.id === turnId && this.answer.segmentStored(sequence));
    uploader.on("lost", (segment) => this.#lost(segment));
    voice.on("segment", () => uploader.next());
    voice.on("hint", () => this.#giveHint());
    voice.on("interrupted", (isOn) => (isOn ? this.view.text("fault", INTERRUPTED) : this.view.withdraw("fault", INTERRUPTED)));
    voice.on("lost", (which) => this.#earLost(which));
    voice.on("muted", (isMuted) => this.view.text("fault", isMuted ? MUTED : ""));
    this.#timeBox.on("tick", () => this.view.clock(this.#timeBox, this.answer?.isEnding));
    this.#timeBox.on("warning", (seconds) => this.answer && this.view.announce(`${seconds} seconds left for this answer. What you have said counts.`));
    this.#timeBox.on("over", () => this.answer?.end("time_box", this.answer.isTyping ? this.typed.text : ""));
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
  }

  #apply(snapshot) {
    if (snapshot.interview.phase === "completed") return this.#leaveForGood();
    const isFirst = this.snapshot === null;
    this.snapshot = snapshot;
    if (isFirst) this.#recoverRecordings();
    this.intents.check(snapshot);
    this.#timeBox.set(snapshot);
    this.voice.prefetch(snapshot.acknowledgements);
    this.uploader.next();
    this.render();
  }

  #start() {
    this.intents.add("start", message("start"), ({ interview }) => interview.phase !== "not_started");
  }

  /** Pieces that a page left behind when it was closed in mid-sentence are a segment of their own. */
  async #recoverRecordings() {
    await this.outbox.refresh();
    if (!this.voice.ear?.isRecording) this.outbox.recover(PIECE_MS);
    this.uploader.next();
  }

  #fault({ about, code, budget, message: text }) {
    if (about === "segment") return; // The uploader's.
    if (code === "not_today") return this.#sentAway(text);
    if (code === "segments_missing") return this.#countAgain();
    if (code === "empty_answer" || budget === "characters") this.answer?.reopen();
    if (budget === "practice") this.intents.drop("practice"); // Asked again it would be refused again.
    this.view.text("fault", text);
  }

  /** The interview has not begun, and cannot today: the microphone is closed, and joining may be tried again. */
  async #sentAway(text) {
    this.intents.drop("start");
    await this.#leave();
    this.render();
    this.view.text("joinFault", text);
  }

  /** The server has written it down as our fault. What is left may be all that the end of the answer waited for. */
  #lost({ turnId, code }) {
    const canSayAgain = this.answer?.id === turnId && !this.answer.isEnding;
    if (code !== "empty_audio") this.view.text("fault", canSayAgain ? `${LOST} ${SAY_AGAIN}` : LOST);
    this.connection.sync();
  }

  #countAgain() {
    this.answer?.recount();
    this.connection.sync();
  }

  #connectionIs(state) {
    this.view.connection(state);
    if (state === "superseded") this.#leave().then(() => this.view.show("superseded"));
    if (state === "over") location.replace(this.places.welcome);
  }

  /** A phone that is put away sends what was said so far, and looks around when it is taken out again. */
  #visibilityChanged() {
    if (document.hidden) return this.voice.ear?.cut();
    this.voice.wake();
    this.connection.wake();
    if (this.isJoined) stayAwake();
  }

  async #leave() {
    await this.answer?.leave();
    await this.voice.closeEar();
    this.answer = null;
    this.isJoined = false;
  }

  async #leaveForGood() {
    this.connection.close();
    await this.#leave();
    this.typed.clear();
    this.outbox.clear();
    location.replace(this.places.end);
  }

  // --- What is shown -------------------------------------------------------------------------------------------------

  render() {
    if (!this.snapshot || this.connection.state === "superseded") return;
    const { interview, turn, practice } = this.snapshot;
    if (interview.phase === "review") return this.#showReview();
    if (!this.isJoined) return this.view.join(interview);
    if (interview.phase === "practice_review") return this.view.practice(practice.transcript);
    if (!turn) return this.view.show("loading");
    this.#showTurn(interview, turn);
  }

  #showTurn(interview, turn) {
    if (interview.phase === "asking") this.#answerTo(turn);
    this.view.turn(turn, interview);
    this.#showStage(interview.phase === "asking" ? this.answer.stage : "thinking");
    this.view.show("turn");
  }

  #showStage(stage) {
    const isTyping = Boolean(this.answer?.isTyping);
    if (isTyping) this.typed.take(this.snapshot.turn?.captions ?? []);
    this.view.stage(stage, isTyping, stage === "listening" ? this.#hint : "");
  }

  #answerTo(turn) {
    if (this.answer?.id === turn.id) return this.answer.update(turn);
    this.answer?.leave();
    this.#hint = "";
    this.view.text("fault", "");
    this.typed.begin(turn.id);
    const { outbox, intents, voice } = this;
    const isTyping = this.#wantsTyping || turn.notice === "please_type" || this.typed.isEdited;
    this.answer = new Answer(turn, { outbox, intents, voice }, { isTyping, isSpoken: this.#isSpoken });
    this.answer.on("change", () => this.#stageChanged());
    this.answer.on("ended", () => this.#isSpoken && this.voice.acknowledge(this.snapshot.acknowledgements));
    this.answer.begin();
  }

  #stageChanged() {
    if (this.answer.stage !== "listening") this.#hint = "";
    this.#showStage(this.answer.stage);
    if (this.answer.stage === "typing") this.typed.focus();
  }

  #showReview() {
    if (this.view.view !== "review") this.#leave();
    this.review.show(this.snapshot.review);
    this.view.review(this.snapshot.interview.review_remaining_s);
  }

  // --- The microphone ------------------------------------------------------------------------------------------------

  /** With words of their own in the field, what they say from now on is added to them. */
  async #speakInstead() {
    if (!this.voice.isHearing && !(await this.#tryEar())) return;
    if (this.typed.isEdited) return this.answer.chooseTyping(true, { keepsRecording: true });
    this.#wantsTyping = false;
    this.typed.clear();
    this.answer.chooseTyping(false);
  }

  async #tryEar() {
    try {
      const isOpen = await this.voice.openEar();
      this.view.text("fault", "");
      return isOpen;
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error;
      this.view.text("fault", error.message);
      return false;
    }
  }

  #giveHint() {
    this.#hint = HINT;
    this.#showStage(this.answer.stage);
  }

  async #earLost(which) {
    this.view.text("fault", STOPPED[which]);
    await this.voice.ear?.stop();
    this.answer?.earChanged();
  }

  /** Without a limit: a line that is dead comes back, and what was said is worth waiting for. */
  #until(isTrue) {
    return new Promise((resolve) => {
      const look = () => (isTrue() ? resolve() : setTimeout(look, 50));
      look();
    });
  }
}
