// The candidate's microphone, and in plain words why it cannot be used.

import { within } from "../within.js";

const CHOICE = "interview.microphone";

const OPENED_WITHIN_MS = 30000; // As long as it takes to read what the browser asks, and to answer.
const LISTED_WITHIN_MS = 2000;

const HELP = {
  insecure: "This page was not opened over a secure connection, so the browser keeps the microphone closed. Open the link exactly as you received it, starting with https.",
  unsupported: "This browser cannot record sound. A current version of Chrome, Edge, Firefox or Safari can.",
  denied: "The microphone is blocked for this page. Choose the microphone or padlock symbol beside the address, allow the microphone, then try again. On a phone, also look into the system settings of the browser.",
  missing: "No microphone was found. Connect one, or check that it is switched on, then try again.",
  busy: "Another program is using the microphone, a call for instance. Close it, then try again.",
  unanswered: "The microphone does not answer. If your browser asks for permission, perhaps beside the address, allow it. Then try again.",
  unknown: "The microphone could not be started. Check that it is connected, then try again.",
};

const REASON_OF_ERROR = {
  NotAllowedError: "denied", SecurityError: "denied",
  NotFoundError: "missing", OverconstrainedError: "missing",
  NotReadableError: "busy", AbortError: "busy",
  TimeoutError: "unanswered",
};

export class MicrophoneError extends Error {
  constructor(reason) {
    super(HELP[reason]);
    this.reason = reason;
  }
}

export function rememberMicrophone(deviceId) {
  try {
    sessionStorage.setItem(CHOICE, deviceId);
  } catch {
    // Storage is closed to us: the browser's own default is used.
  }
}

function rememberedMicrophone() {
  try {
    return sessionStorage.getItem(CHOICE) ?? "";
  } catch {
    return "";
  }
}

export async function openMicrophone(deviceId = rememberedMicrophone()) {
  if (!window.isSecureContext) throw new MicrophoneError("insecure");
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw new MicrophoneError("unsupported");
  const wishes = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  // A wish, not a demand: when the remembered device is gone, the default one is taken.
  const opening = navigator.mediaDevices.getUserMedia({ audio: { ...wishes, deviceId: deviceId || undefined } });
  try {
    return await within(OPENED_WITHIN_MS, opening);
  } catch (error) {
    opening.then(closeMicrophone, () => {}); // One that opens late is not left open.
    throw new MicrophoneError(REASON_OF_ERROR[error.name] ?? "unknown");
  }
}

export async function microphones() {
  const devices = await within(LISTED_WITHIN_MS, navigator.mediaDevices.enumerateDevices()).catch(() => []);
  return devices.filter((device) => device.kind === "audioinput" && device.deviceId);
}

export function closeMicrophone(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
