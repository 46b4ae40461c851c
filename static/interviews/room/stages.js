// What the room says and offers in each stage. The shape of the orb is bound to the same names in interview.css.

export const STAGES = Object.freeze({
  speaking: { state: "The interviewer is speaking", detail: "", action: "Answer now" },
  listening: { state: "Listening", detail: "Take all the time you need. A pause ends nothing.", action: "I’m done" },
  typing: { state: "Your turn to type", detail: "", action: "Send answer" },
  silent: { state: "The microphone is off", detail: "You can switch it on again, or type your answer.", action: "I’m done" },
  sending: { state: "Sending your answer", detail: "", action: "Sending…", isBusy: true },
  thinking: { state: "Thinking", detail: "The next question is on its way.", action: "One moment…", isBusy: true },
});

export const NOTICES = Object.freeze({
  please_repeat: "We could not make out your last answer. It does not count against you: please say it once more, or type it.",
  please_type: "We still could not hear you well, and that is not your fault. You can type your answer here.",
  speech_unavailable: "The interviewer’s voice is not available right now. Please read the question.",
});

export const INTERRUPTED = "The recording stopped for a moment and goes on now. If you spoke just then, please say that part again.";

export const STOPPED = Object.freeze({
  microphone: "The microphone has stopped. What you said so far is kept.",
  recorder: "The recording has stopped, and your last few words may be missing. Switch the microphone on again, or type your answer.",
});

export const HINT = "Still thinking? That is fine. When you have finished, choose “I’m done”.";

export function name(kind, number, total) {
  if (kind === "practice") return "A practice question, not scored";
  const question = `Question ${number} of ${total}`;
  return kind === "follow_up" ? `${question}, a follow-up` : question;
}
