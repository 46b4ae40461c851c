// The device check: permission, level, hear yourself, hear the interviewer.

import { LevelMeter, visible, watch } from "./voice/level_meter.js";
import { closeMicrophone, MicrophoneError, microphones, openMicrophone, rememberMicrophone } from "./voice/microphone.js";
import { Playback } from "./voice/playback.js";
import { Run } from "./voice/recording.js";
import { within } from "./within.js";

const SAMPLE_MS = 3000;
const SPARE_MS = 5000; // For a sample to be loaded and to tell that it has ended.
const HEARD_LEVEL = 0.02;

class DeviceCheck {
  #root;
  #parts;
  #context;
  #stream = null;
  #stopWatching = () => {};

  constructor(root) {
    this.#root = root;
    this.#parts = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    this.#click("allow", () => this.#open());
    this.#click("hearYourself", () => this.#hearYourself());
    this.#click("hearInterviewer", () => this.#hearInterviewer());
    this.#parts.devices.addEventListener("change", () => this.#choose());
    for (const part of ["allow", "hearInterviewer"]) this.#parts[part].disabled = false;
    window.addEventListener("pagehide", () => closeMicrophone(this.#stream));
  }

  async #open(deviceId) {
    this.#startContext();
    this.#tell("");
    closeMicrophone(this.#stream);
    try {
      this.#stream = await openMicrophone(deviceId);
      this.#stream.getAudioTracks()[0].onended = () => this.#fail(new MicrophoneError("missing"));
      await this.#opened();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What is shown comes all at once: nothing may move under a hand that is about to press. */
  async #opened() {
    await this.#listDevices();
    this.#root.dataset.microphone = "open";
    this.#watch(LevelMeter.ofStream(this.#context, this.#stream));
    this.#parts.hearYourself.focus();
  }

  #fail(error) {
    this.#root.dataset.microphone = "closed";
    this.#stopWatching();
    this.#tell(error instanceof MicrophoneError ? error.message : "The microphone could not be started.");
    this.#parts.allowLabel.textContent = "Try again";
  }

  #watch(meter) {
    this.#stopWatching();
    this.#stopWatching = watch(() => meter.level(), (level) => this.#showLevel(level));
  }

  #showLevel(level) {
    this.#parts.meter.style.setProperty("--level", visible(level).toFixed(3));
    if (level > HEARD_LEVEL) this.#say("heard", "We can hear you.");
  }

  async #listDevices() {
    const devices = await microphones();
    const current = this.#stream.getAudioTracks()[0].getSettings().deviceId;
    this.#parts.devices.replaceChildren(
      ...devices.map(({ label, deviceId }, index) => new Option(label || `Microphone ${index + 1}`, deviceId, false, deviceId === current)),
    );
    this.#parts.choice.hidden = devices.length < 2;
  }

  #choose() {
    rememberMicrophone(this.#parts.devices.value);
    this.#open(this.#parts.devices.value);
  }

  async #hearYourself() {
    const button = this.#parts.hearYourself;
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    this.#say("yourself", "Recording for three seconds. Say something…");
    await this.#hearSample();
    button.removeAttribute("aria-disabled");
  }

  async #hearSample() {
    const sample = await this.#record();
    if (!sample) return this.#say("yourself", "The recording stopped by itself. Please try again, or choose another microphone.");
    this.#say("yourself", "This is how you sound.");
    const wasHeard = await this.#play(sample).then(() => true, () => false);
    if (!wasHeard) return this.#say("yourself", "The sample could not be played. That changes nothing for the interview.");
    this.#say("yourself", "Was that clear? Then all is well. If not, come closer to the microphone or choose another one.");
  }

  /** Stays on this page and is forgotten: nothing is sent. Null when the recorder did not last. */
  async #record() {
    const pieces = [];
    let run;
    const lasted = await new Promise((resolve) => {
      setTimeout(() => resolve(true), SAMPLE_MS);
      run = new Run(this.#stream, { save: (piece) => pieces.push(piece), ended: () => resolve(false) });
    });
    await run.stop();
    return lasted && pieces.length > 0 ? new Blob(pieces, { type: run.type }) : null;
  }

  #play(sample) {
    const audio = new Audio(URL.createObjectURL(sample));
    const ended = new Promise((resolve, reject) => {
      audio.onended = resolve;
      audio.onerror = reject;
    });
    const heard = within(SAMPLE_MS + SPARE_MS, audio.play().then(() => ended));
    return heard.finally(() => {
      audio.pause();
      URL.revokeObjectURL(audio.src);
    });
  }

  async #hearInterviewer() {
    this.#startContext();
    try {
      this.#say("interviewer", "Playing…");
      await new Playback(this.#context).play(this.#root.dataset.clip);
      this.#say("interviewer", "Did you hear a voice? If not, turn up the volume or choose another speaker.");
    } catch {
      this.#say("interviewer", "The voice is not ready yet. Every question is also shown as text, so you can go on.");
    }
  }

  #startContext() {
    this.#context ??= new AudioContext();
    this.#context.resume();
  }

  #tell(text) {
    this.#parts.problem.textContent = text;
    this.#parts.problem.hidden = text === "";
  }

  #say(part, text) {
    if (this.#parts[part].textContent !== text) this.#parts[part].textContent = text;
  }

  #click(part, act) {
    this.#parts[part].addEventListener("click", act);
  }
}

new DeviceCheck(document.getElementById("check"));
