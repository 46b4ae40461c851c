// The dialog of the authoring page, and dragging. Without this file every link and form works as a page of its own.
const dialog = document.getElementById("dialog");
let opener = "";
let typed = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id === "dialog-body" && !dialog.open) opener = event.detail.elt.id;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "dialog-body") return;
  if (dialog.open) {
    dialog.querySelector('[aria-invalid="true"]')?.focus();
    return;
  }
  typed = false;
  dialog.showModal();
});

document.addEventListener("questions-changed", () => dialog.close());
dialog.addEventListener("input", (event) => (typed ||= event.target.closest("[data-unsaved]") !== null));
dialog.addEventListener("cancel", (event) => {
  if (typed && !confirm("Close without saving what you typed?")) event.preventDefault();
});
dialog.addEventListener("click", (event) => {
  if (!event.target.closest("[data-cancel]")) return;
  event.preventDefault();
  dialog.close();
});
dialog.addEventListener("close", () => (document.getElementById(opener) ?? document.getElementById("add-question"))?.focus());

// Buttons that cannot move a question further stay focusable and do nothing.
document.addEventListener("click", (event) => {
  if (event.target.closest('#questions [aria-disabled="true"]')) event.preventDefault();
}, { capture: true });

let dragged = null;

function questionAt(event) {
  return event.target.closest?.("[data-question]");
}

function isAfterMiddle(event, question) {
  const box = question.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

function unmark() {
  for (const marked of document.querySelectorAll(".is-target-before, .is-target-after")) {
    marked.classList.remove("is-target-before", "is-target-after");
  }
}

document.addEventListener("pointerdown", (event) => {
  const question = event.target.closest("[data-handle]") && questionAt(event);
  if (question) question.draggable = true;
});
document.addEventListener("dragstart", (event) => {
  dragged = questionAt(event);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("is-dragged");
});
document.addEventListener("dragover", (event) => {
  const question = questionAt(event);
  if (!dragged || !question) return;
  event.preventDefault();
  unmark();
  if (question !== dragged) question.classList.add(isAfterMiddle(event, question) ? "is-target-after" : "is-target-before");
});
document.addEventListener("drop", (event) => {
  const question = questionAt(event);
  if (!dragged || !question || question === dragged) return;
  event.preventDefault();
  if (isAfterMiddle(event, question)) question.after(dragged);
  else question.before(dragged);
  saveOrder();
});
document.addEventListener("dragend", () => {
  unmark();
  dragged?.classList.remove("is-dragged");
  dragged?.removeAttribute("draggable");
  dragged = null;
});

function saveOrder() {
  const section = document.getElementById("questions");
  const order = [...section.querySelectorAll("[data-question]")].map((question) => question.dataset.question);
  htmx.ajax("POST", section.dataset.orderUrl, { target: "#questions", swap: "outerHTML", values: { question: order } });
}
