// The elements of the room, and nothing of its logic. Texts are written only when they change, so that a screen reader
// says each once and the focus stays where it is.

import { Captions } from "./captions.js";
import { visible } from "../voice/level_meter.js";
import { MainAction } from "./main_action.js";
import { name, NOTICES, STAGES } from "./stages.js";
import { aboutMinutes, minutesAndSeconds } from "./timer.js";

export class RoomView {
  #root;
  #level = "";
  parts;

  constructor(root) {
    this.#root = root;
    const found = [...root.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]);
    this.parts = Object.fromEntries(found);
    this.captions = new Captions(this.parts.captions, this.parts.noCaptions);
    this.action = new MainAction(this.parts.action, this.parts.actionLabel);
  }

  get view() {
    return this.#root.dataset.view;
  }

  /** Shows one of the sections. The reader's focus follows to its heading. */
  show(view) {
    if (this.view === view) return;
    this.#root.dataset.view = view;
    for (const section of this.#root.querySelectorAll("section[data-view]")) section.hidden = section.dataset.view !== view;
    this.#root.querySelector(`section[data-view=${view}] [data-heading]`)?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  text(part, text) {
    const element = this.parts[part];
    if (element.textContent !== text) element.textContent = text;
    if (element.dataset.hidesEmpty !== undefined) element.hidden = text === "";
  }

  /** Takes `text` away, unless another one stands there by now. */
  withdraw(part, text) {
    if (this.parts[part].textContent === text) this.text(part, "");
  }

  hide(part, isHidden) {
    if (this.parts[part].hidden !== isHidden) this.parts[part].hidden = isHidden;
  }

  announce(text) {
    this.parts.announcer.textContent = "";
    requestAnimationFrame(() => (this.parts.announcer.textContent = text));
  }

  turn(turn, interview) {
    this.#root.dataset.turn = turn.id;
    this.text("question", turn.text);
    this.text("progress", name(turn.kind, interview.question_number, interview.questions_total));
    this.text("notice", NOTICES[turn.notice] ?? "");
    this.captions.show(turn.captions);
    this.text("momentsLeft", turn.moments_left === 0 ? "none left" : `${turn.moments_left} left`);
    this.parts.moment.setAttribute("aria-disabled", String(turn.moments_left === 0));
  }

  stage(stage, isTyping, hint) {
    const { state, detail, action, isBusy = false } = STAGES[stage];
    this.#root.dataset.stage = stage;
    this.text("state", state);
    this.text("detail", hint || detail);
    this.action.show(action, isBusy);
    this.hide("typed", !isTyping || isBusy || stage === "speaking");
    this.hide("heard", isTyping);
    this.hide("keys", stage !== "listening" && stage !== "speaking");
    this.hide("reopen", stage !== "silent");
    this.text("toggleLabel", isTyping ? "Speak instead" : "Type instead");
  }

  level(level) {
    const shown = visible(level).toFixed(2);
    if (shown === this.#level) return;
    this.#level = shown;
    this.parts.orb.style.setProperty("--level", shown);
  }

  clock(timeBox, isEnding) {
    const { left, interviewLeft } = timeBox;
    const isRunning = left !== null && !isEnding;
    this.text("turnTime", isRunning ? `${minutesAndSeconds(left)} left for this answer` : "");
    this.#root.toggleAttribute("data-short", isRunning && timeBox.isShort);
    this.text("interviewTime", interviewLeft === null ? "" : aboutMinutes(interviewLeft));
  }

  connection(state) {
    this.text("connection", state === "reconnecting" ? "Reconnecting… Nothing you said is lost." : "");
  }

  join({ phase }) {
    this.hide("joinNew", phase !== "not_started");
    this.hide("joinAgain", phase === "not_started");
    this.show("join");
  }

  /** `heard` is what was understood of the practice answer. */
  practice(heard) {
    this.text("practiceHeard", heard);
    this.hide("practiceUnderstood", heard === "");
    this.hide("practiceSilent", heard !== "");
    this.show("practice");
  }

  review(secondsLeft) {
    this.text("reviewTime", secondsLeft === null ? "" : aboutMinutes(secondsLeft * 1000));
    this.show("review");
  }
}
