// Buttons and keys of the room.

import { MicrophoneError } from "../voice/microphone.js";
import { isTypedThroughout } from "./mode.js";

const OWN_KEYS = "a, button, input, textarea, select, summary, dialog, [contenteditable]";

export function connectControls(room) {
  const { parts } = room.view;
  const click = (part, act) => parts[part].addEventListener("click", (event) => isFirst(event) && act());

  connectJoin(room, click);
  connectMainAction(room);
  click("moment", () => room.moment());
  click("repeat", () => room.answer?.repeat());
  click("toggle", () => room.toggleTyping());
  click("reopen", () => room.reopenEar());
  click("practiceAgain", () => room.practiceDone(true));
  click("practiceGoOn", () => room.practiceDone(false));
  click("reviewDone", () => room.reviewDone());
  click("useThisTab", () => location.reload());
  connectEndDialog(room);
}

function connectJoin(room, click) {
  const join = async (isTyped) => {
    room.view.text("joinFault", "");
    try {
      await room.join(isTyped);
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error;
      room.view.text("joinFault", error.message);
    }
  };
  click("join", () => join(isTypedThroughout()));
  click("joinTyped", () => join(true));
  room.view.parts.joinTyped.hidden = isTypedThroughout();
}

/** Of a double click only the first counts, however slow the hand is that makes it; of a key that is held too. */
function isFirst(event) {
  return event.detail <= 1 && !event.repeat;
}

function connectMainAction(room) {
  const { action, typedText } = room.view.parts;
  const act = (event) => isFirst(event) && room.view.action.takes(event) && room.act();
  action.addEventListener("click", act);
  typedText.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) act(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.target.matches?.("button")) event.preventDefault(); // A held Enter would press it again and again.
    if (!meansDone(event) || room.view.view !== "turn") return;
    event.preventDefault();
    act(event);
  });
}

/** Enter or Space, unless something that has the focus needs the key itself. */
function meansDone(event) {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  return (event.key === "Enter" || event.key === " ") && isPlain && !event.target.closest?.(OWN_KEYS);
}

function connectEndDialog(room) {
  const { endDialog, endOpen, endConfirm, endCancel } = room.view.parts;
  endOpen.addEventListener("click", () => endDialog.showModal());
  endCancel.addEventListener("click", () => endDialog.close());
  endConfirm.addEventListener("click", () => {
    endDialog.close();
    room.endInterview();
  });
}
