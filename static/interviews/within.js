/** Settles as `promise` does, or rejects after `ms`. */
export function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new DOMException(`Nothing within ${ms} ms`, "TimeoutError")), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
