// Evaluated in a page by inspecting.py; returns what is wrong with it, as sentences.
// In `leftOut.part`, a selector, no element is looked at; `leftOut.rules` are beginnings of sentences about the page.
async (leftOut) => {
  const isOurs = (element) => !leftOut || !element.closest(leftOut.part);
  const complaints = [];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const dialog = document.querySelector("dialog[open]");
  const scope = dialog ?? document.body;

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) complaints.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  if (!document.title || !root.lang) complaints.push("no title or language");
  if ([...document.querySelectorAll("h1")].filter(isShown).length !== 1) complaints.push("not exactly one h1");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) complaints.push("an id stands there twice");

  const nameOf = (element) => {
    const labelled = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    const own = element.matches("button, a") ? element.textContent : "";
    return [element.getAttribute("aria-label"), ...labelled, ...labels, own, element.title].join(" ").trim();
  };

  const controls = [...scope.querySelectorAll("a[href], button, input, select, textarea")]
    .filter((element) => element.type !== "hidden" && isOurs(element) && isShown(element) && !element.classList.contains("skip-link"));
  for (const control of controls) {
    const what = `${control.tagName.toLowerCase()} "${nameOf(control).slice(0, 40)}"`;
    if (!nameOf(control)) complaints.push(`${control.outerHTML.slice(0, 90)} has no name`);
    const box = (control.closest("label") ?? control).getBoundingClientRect();
    if (control.matches("button, .button") && (box.width < 44 || box.height < 44)) complaints.push(`${what} is smaller than a finger`);
    if (box.left < 0 || box.right > root.clientWidth + 1) complaints.push(`${what} stands outside of the page`);
    control.blur(); // What a click has focused shows no ring, and would not even now.
    control.focus({ focusVisible: true });
    const style = getComputedStyle(control);
    if (document.activeElement === control && style.boxShadow === "none" && style.outlineStyle === "none") complaints.push(`${what} shows no focus`);
  }
  document.activeElement?.blur();
  await Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})));

  // Contrast, from what the browser computes: any colour space is painted on a pixel to be read as sRGB.
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const backgrounds = (element) => {
    const found = [];
    for (let one = element; one; one = one.parentElement) {
      found.unshift(getComputedStyle(one).backgroundColor);
      if (one === dialog) break;
    }
    return [getComputedStyle(root).backgroundColor, ...found];
  };
  for (const element of scope.querySelectorAll("*")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!hasText || !isOurs(element) || !isShown(element) || element.closest(".visually-hidden, noscript, script, [aria-disabled=true]")) continue;
    const under = backgrounds(element);
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(paint([...under, style.color])), luminance(paint(under))].sort((a, b) => b - a);
    const isLarge = parseFloat(style.fontSize) >= 24;
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) complaints.push(`"${element.textContent.trim().slice(0, 30)}" has a contrast of ${contrast.toFixed(1)}`);
  }
  return complaints.filter((complaint) => !leftOut?.rules.some((rule) => complaint.startsWith(rule)));
}
