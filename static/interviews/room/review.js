// The transcripts, to be corrected before they are scored. Each change is sent when the field is left.

import { message } from "../wire/protocol.js";
import { plain } from "../plain_text.js";

const EDIT_PAUSE_MS = 1200;
const STATES = {
  saved: "Saved",
  saving: "Saving…",
  waiting: "Your words are still being written down…",
  empty: "No words were understood here.",
  none: "",
};

function stateOf({ heard, corrected, transcript }) {
  if (!heard) return "waiting";
  if (corrected !== null) return "saved";
  return transcript === "" ? "empty" : "none";
}

export class Review {
  #list;
  #template;
  #intents;
  #items = new Map();

  constructor(list, template, intents) {
    this.#list = list;
    this.#template = template;
    this.#intents = intents;
  }

  show(answers) {
    for (const answer of answers) this.#update(this.#itemOf(answer), answer);
  }

  /** Sends what was changed and not yet sent. */
  flush() {
    for (const item of this.#items.values()) this.#send(item);
  }

  get isSaved() {
    return [...this.#items.values()].every((item) => !item.isChanged && !this.#intents.has(item.key));
  }

  #itemOf(answer) {
    if (!this.#items.has(answer.turn_id)) this.#items.set(answer.turn_id, this.#insert(answer));
    return this.#items.get(answer.turn_id);
  }

  #insert(answer) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    const field = element.querySelector("textarea");
    const label = element.querySelector("label");
    const status = element.querySelector("[role=status]");
    field.id = `answer-${answer.turn_id}`;
    label.htmlFor = field.id;
    if (answer.typed) label.textContent = "What you wrote";
    element.querySelector("[data-part=question]").textContent = answer.question;
    const item = { turnId: answer.turn_id, key: `correct.${answer.turn_id}`, field, status, isChanged: false };
    field.addEventListener("input", () => this.#changed(item));
    field.addEventListener("blur", () => this.#send(item));
    this.#list.append(element);
    return item;
  }

  #update(item, answer) {
    item.isHeard = answer.heard;
    item.saved = answer.corrected ?? answer.transcript;
    const isBusy = item.isChanged || this.#intents.has(item.key);
    if (!isBusy && document.activeElement !== item.field) item.field.value = item.saved;
    item.field.readOnly = !answer.heard;
    this.#tell(item, isBusy ? "saving" : stateOf(answer));
  }

  #changed(item) {
    item.isChanged = true;
    clearTimeout(item.pause);
    item.pause = setTimeout(() => this.#send(item), EDIT_PAUSE_MS);
    this.#tell(item, "saving");
  }

  #send(item) {
    clearTimeout(item.pause);
    if (!item.isChanged) return;
    item.isChanged = false;
    const text = plain(item.field.value);
    const isDone = ({ review }) => !review.some((answer) => answer.turn_id === item.turnId && answer.corrected !== text);
    this.#intents.add(item.key, message("correct", { turn_id: item.turnId, text }), isDone);
  }

  #tell(item, state) {
    if (item.status.textContent !== STATES[state]) item.status.textContent = STATES[state];
  }
}
