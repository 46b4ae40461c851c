// Whether the whole interview is to be typed. The link of the device check says it, so that a reload keeps it.

export function isTypedThroughout() {
  return new URLSearchParams(location.search).get("mode") === "typed";
}
