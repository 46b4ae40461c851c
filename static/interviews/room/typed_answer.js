// The text field. It takes over what was already said, so that changing to typing loses nothing, and keeps the draft
// through a reload.

import { isBlank, plain } from "../plain_text.js";

const DRAFT = "interview.draft";

export class TypedAnswer {
  #field;
  #turnId = null;
  #taken = new Set();
  #isEdited = false;

  constructor(field) {
    this.#field = field;
    field.addEventListener("input", () => this.#edited());
  }

  get text() {
    const text = plain(this.#field.value);
    return isBlank(text) ? "" : text;
  }

  get isEdited() {
    return this.#isEdited && this.text !== "";
  }

  /** A new turn: an empty field, or the draft that a reload left. */
  begin(turnId) {
    if (turnId === this.#turnId) return;
    this.#turnId = turnId;
    this.#taken.clear();
    const draft = this.#storedDraft();
    this.#field.value = draft?.text ?? "";
    for (const sequence of draft?.taken ?? []) this.#taken.add(sequence);
    this.#isEdited = draft !== null;
  }

  /** Appends words that were spoken and are not in the field yet. The caret stays where it is. */
  take(captions) {
    for (const { sequence, text } of captions) {
      if (this.#taken.has(sequence)) continue;
      this.#taken.add(sequence);
      const end = this.#field.value.length;
      this.#field.setRangeText(end ? ` ${text}` : text, end, end, document.activeElement === this.#field ? "preserve" : "end");
    }
  }

  clear() {
    this.#field.value = "";
    this.#taken.clear();
    this.#isEdited = false;
    this.#write(null);
  }

  focus() {
    this.#field.focus();
  }

  #edited() {
    this.#isEdited = true;
    this.#write(JSON.stringify({ turnId: this.#turnId, text: this.#field.value, taken: [...this.#taken] }));
  }

  #storedDraft() {
    try {
      const draft = JSON.parse(sessionStorage.getItem(DRAFT));
      return draft?.turnId === this.#turnId ? draft : null;
    } catch {
      return null;
    }
  }

  #write(draft) {
    try {
      if (draft === null) sessionStorage.removeItem(DRAFT);
      else sessionStorage.setItem(DRAFT, draft);
    } catch {
      // Storage is closed to us: the draft lives as long as the page.
    }
  }
}
