// Messages that must arrive: each is sent again until a snapshot shows that the server did what it says.

const AGAIN_AFTER_MS = 2500;

export class Intents {
  #send;
  #now;
  #waiting = new Map();

  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** Sends at once. A newer intent under the same key replaces the older one. */
  add(key, outgoing, isDone) {
    this.#waiting.set(key, { outgoing, isDone, sentAt: this.#now() });
    this.#send(outgoing);
  }

  has(key) {
    return this.#waiting.has(key);
  }

  drop(key) {
    this.#waiting.delete(key);
  }

  /** For each snapshot: forgets what is done, repeats what has waited long enough. */
  check(snapshot) {
    for (const [key, intent] of this.#waiting) {
      if (intent.isDone(snapshot)) this.#waiting.delete(key);
      else if (this.#now() - intent.sentAt >= AGAIN_AFTER_MS) this.#repeat(intent);
    }
  }

  /** A new connection: what was sent over the lost one may never have arrived. */
  repeatAll() {
    for (const intent of this.#waiting.values()) this.#repeat(intent);
  }

  #repeat(intent) {
    intent.sentAt = this.#now();
    this.#send(intent.outgoing);
  }
}
