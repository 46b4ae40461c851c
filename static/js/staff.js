// Behaviour of staff pages, found by attributes, so that parts swapped in by htmx work as well.
import "./theme-switch.js";

const SAID_FOR_MS = 2000;
const knowsCommands = "commandForElement" in HTMLButtonElement.prototype;

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source ? (source.value ?? source.textContent).trim() : button.dataset.copyText;
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = (label.dataset.before ??= label.textContent);
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
  } catch {
    source?.select?.();
    label.textContent = "Press Ctrl+C";
  }
  setTimeout(() => (label.textContent = before), SAID_FOR_MS);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

/** <button command="show-modal" commandfor="id of a dialog">, for browsers from before 2026. */
function obey(button) {
  const dialog = document.getElementById(button?.getAttribute("commandfor"));
  if (button?.getAttribute("command") === "show-modal") dialog.showModal();
  if (button?.getAttribute("command") === "close") dialog.close();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target.closest("details.menu"));
  const copyButton = target.closest("[data-copy], [data-copy-text]");
  if (copyButton) copy(copyButton);
  if (!knowsCommands) obey(target.closest("[commandfor]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
