// The one main button. Its label changes with the stage, also by itself, and a press means the label that its presser saw:
// a new label rests until it could be read, and a press until then was meant for the one before it, whose time is over.

import { within } from "../within.js";

const READ_WITHIN_MS = 700;
const PAINTED_WITHIN_MS = 1000; // A page that nobody sees is not painted.

/** Resolves when what was changed is on the screen. */
function painted() {
  const frame = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return within(PAINTED_WITHIN_MS, frame).catch(() => {});
}

export class MainAction {
  #button;
  #label;
  #isBusy = true;
  #readableAt = 0;
  #pressBeganAt = 0;

  /** `label` is the element in `button` that holds its text. */
  constructor(button, label) {
    this.#button = button;
    this.#label = label;
    button.addEventListener("pointerdown", ({ timeStamp }) => (this.#pressBeganAt = timeStamp));
  }

  show(text, isBusy) {
    this.#isBusy = isBusy;
    if (this.#label.textContent !== text) this.#rest(text);
    this.#tell();
  }

  /** By when it was pressed: a busy page hears of it late, and a slow hand lets go late. */
  takes({ timeStamp, detail }) {
    const isByPointer = detail > 0;
    return !this.#isBusy && (isByPointer ? this.#pressBeganAt : timeStamp) >= this.#readableAt;
  }

  async #rest(text) {
    this.#label.textContent = text;
    this.#readableAt = Infinity;
    await painted();
    if (this.#label.textContent !== text) return;
    this.#readableAt = performance.now() + READ_WITHIN_MS;
    setTimeout(() => this.#tell(), READ_WITHIN_MS + 1);
  }

  #tell() {
    const isTaken = this.takes({ timeStamp: performance.now() });
    this.#button.setAttribute("aria-disabled", String(!isTaken));
  }
}
