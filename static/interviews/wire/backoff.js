const FIRST_MS = 400;
const LONGEST_MS = 8000;

/** Milliseconds before try number `attempt` (0, 1, 2...): doubling, half of it left to chance so that clients spread out. */
export function backoff(attempt, random = Math.random, longestMs = LONGEST_MS) {
  const ceiling = Math.min(longestMs, FIRST_MS * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}
