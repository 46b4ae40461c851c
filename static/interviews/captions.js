// What has been understood of the answer so far, segment by segment.

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

  #spanOf(sequence) {
    if (!this.#shown.has(sequence)) this.#shown.set(sequence, this.#insert(sequence));
    return this.#shown.get(sequence);
  }

  #insert(sequence) {
    const span = document.createElement("span");
    span.className = "captions__segment";
    span.dataset.sequence = sequence;
    const next = [...this.#list.children].find((other) => Number(other.dataset.sequence) > sequence);
    this.#list.insertBefore(span, next ?? null);
    return span;
  }

  #remove(sequence, span) {
    span.remove();
    this.#shown.delete(sequence);
  }
}
