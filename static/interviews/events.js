// Listeners by type.
export class Events {
  #listeners = new Map();

  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  emit(type, value) {
    for (const listener of this.#listeners.get(type) ?? []) listener(value);
  }
}
