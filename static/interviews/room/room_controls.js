// Buttons and keys of the room.

import { MicrophoneError } from "../voice/microphone.js";
import { isTypedThroughout } from "./mode.js";

const KEY_PAUSE_MS = 700; // A double press must not interrupt the question and end the answer too.
const OWN_KEYS = "a, button, input, textarea, select, summary, dialog, [contenteditable]";

export function connectControls(room) {
  const { parts } = room.view;
  const click = (part, act) => parts[part].addEventListener("click", act);

  connectJoin(room);
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

function connectJoin(room) {
  const { parts } = room.view;
  const join = async (isTyped) => {
    room.view.text("joinFault", "");
    try {
      await room.join(isTyped);
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error;
      room.view.text("joinFault", error.message);
    }
  };
  parts.join.addEventListener("click", () => join(isTypedThroughout()));
  parts.joinTyped.addEventListener("click", () => join(true));
  parts.joinTyped.hidden = isTypedThroughout();
}

function connectMainAction(room) {
  const { action, typedText } = room.view.parts;
  let interruptedAt = -KEY_PAUSE_MS;
  // By when it was pressed: a busy page hears of a press late.
  const act = ({ timeStamp }) => {
    if (timeStamp - interruptedAt < KEY_PAUSE_MS) return;
    if (room.answer?.stage === "speaking") interruptedAt = timeStamp;
    room.act();
  };
  action.addEventListener("click", act);
  typedText.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) act(event);
  });
  document.addEventListener("keydown", (event) => {
    if (!meansDone(event) || room.view.view !== "turn") return;
    event.preventDefault();
    if (!event.repeat) act(event);
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
