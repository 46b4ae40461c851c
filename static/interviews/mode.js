// Whether the whole interview is to be typed; chosen at the device check, kept for this tab.

const KEY = "interview.mode";

export function isTypedThroughout() {
  try {
    return sessionStorage.getItem(KEY) === "typed";
  } catch {
    return false;
  }
}

export function chooseTypedThroughout(isTyped) {
  try {
    if (isTyped) sessionStorage.setItem(KEY, "typed");
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is closed to us: the room offers the choice again.
  }
}
