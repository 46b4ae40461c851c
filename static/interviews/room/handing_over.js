// A newer page has taken the interview: this one sends what was said here, and speaks up only where that fails.

import { PIECE_MS } from "../voice/recording.js";
import { Drain } from "../wire/drain.js";

const KEPT = "What you said here is kept.";
const SAY_THERE = "If the question is still open there, please say it once more.";
const UNSENT = `Some of what you said here could not be sent. ${SAY_THERE}`;
const LOST = `A few seconds of what you said here could not be kept. That is not your fault, and it does not count against you. ${SAY_THERE}`;

/** `live`: base of the HTTP addresses, with a slash at its end. */
export function handOverWhenSuperseded(room, live) {
  const { connection, outbox, view, voice } = room;
  const drain = new Drain(outbox, live);
  let isLost = false;
  const tell = (text) => isLost || view.text("handedOver", text);
  const isSuperseded = () => connection.state === "superseded";
  const goOn = () => isSuperseded() && drain.start();

  connection.on("state", () => {
    if (isSuperseded() && !room.isJoined) outbox.recover(PIECE_MS); // Who has joined has done so, and may be recording.
    goOn();
  });
  voice.on("segment", goOn);
  window.addEventListener("online", goOn);
  drain.on("stored", () => outbox.finished().length > 0 || tell(KEPT));
  drain.on("unsent", () => tell(UNSENT));
  drain.on("lost", ({ code }) => {
    if (code === "empty_audio") return;
    tell(LOST);
    isLost = true;
  });
}
