// What has been understood of the answer so far, segment by segment.

const NEAR_PX = 8;

export class Captions {
  #list;
  #empty;
  #shown = new Map();

  constructor(list, empty) {
    this.#list = list;
    this.#empty = empty;
  }

  show(captions) {
    const texts = new Map(captions.map(({ sequence, text }) => [sequence, text]));
    for (const [sequence, span] of this.#shown) if (!texts.has(sequence)) this.#remove(sequence, span);
    for (const [sequence, text] of texts) this.#spanOf(sequence).textContent = `${text} `;
    this.#empty.hidden = texts.size > 0;
  }

  /** The newest words are seen, unless somebody has scrolled up to read the older ones. */
  #insertSeen(span, next) {
    const box = this.#list.parentElement;
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    this.#list.insertBefore(span, next);
    if (isAtEnd) requestAnimationFrame(() => (box.scrollTop = box.scrollHeight));
  }

  #spanOf(sequence) {
    if (!this.#shown.has(sequence)) this.#shown.set(sequence, this.#insert(sequence));
    return this.#shown.get(sequence);
  }

  #insert(sequence) {
    const span = document.createElement("span");
    span.className = "captions__segment";
    span.dataset.sequence = sequence;
    const next = [...this.#list.children].find((other) => Number(other.dataset.sequence) > sequence);
    this.#insertSeen(span, next ?? null);
    return span;
  }

  #remove(sequence, span) {
    span.remove();
    this.#shown.delete(sequence);
  }
}
