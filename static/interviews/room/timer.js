// Time that runs out, and how it is told: calm, in words, without a second more than is needed.

export class Countdown {
  #endsAt = null;

  /** `ms` is what the server says is left; null while nothing runs. */
  set(ms) {
    this.#endsAt = ms === null ? null : performance.now() + ms;
  }

  /** Milliseconds left, null while nothing runs. */
  left() {
    return this.#endsAt === null ? null : Math.max(0, this.#endsAt - performance.now());
  }
}

export function minutesAndSeconds(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function aboutMinutes(ms) {
  const minutes = Math.ceil(ms / 60000);
  if (minutes <= 0) return "no time left";
  return minutes === 1 ? "about a minute left" : `about ${minutes} minutes left`;
}
