// Behaviour of staff pages, found by attributes, so that parts swapped in by htmx work as well.
import "./theme-switch.js";

const SAID_FOR_MS = 2000;

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

document.addEventListener("click", (event) => {
  const target = event.target;
  closeMenus(target.closest("details.menu"));
  const copyButton = target.closest("[data-copy], [data-copy-text]");
  if (copyButton) copy(copyButton);
  const opener = target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (target.closest("[data-close-dialog]")) target.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// <form data-confirm="dialog-id">: the dialog's own button (value "confirm") sends the form.
document.addEventListener("submit", (event) => {
  const dialog = document.getElementById(event.target.dataset?.confirm);
  if (!dialog || event.target.dataset.confirmed) return;
  event.preventDefault();
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "confirm") return;
    event.target.dataset.confirmed = "yes";
    event.target.requestSubmit(event.submitter);
  }, { once: true });
  dialog.showModal();
});
