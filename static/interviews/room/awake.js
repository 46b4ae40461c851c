// Keeps the screen of a phone from going dark in mid-answer. Browsers release it whenever the page is hidden.
export async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Refused, with an empty battery for instance: the interview goes on without.
  }
}
