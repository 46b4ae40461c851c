// What browsers' recorders do wrong. `faults` names what goes wrong from now on, with how many of the next ones;
// `strike(how)` lets the one that records do it now. `recordings` are the times (ms) of all that the page had.

(() => {
  const Real = window.MediaRecorder;
  const all = [];
  const faults = (window.faults = {});
  window.recordings = all.map.bind(all, ({ startedAt, leftAt }) => ({ startedAt, leftAt }));
  window.tries = 0;

  const isDue = (fault) => (faults[fault] ?? 0) > 0 && faults[fault]-- > 0;
  const refuse = (fault) => {
    if (isDue(fault)) throw new DOMException("The recorder cannot be had.", "NotSupportedError");
  };

  window.MediaRecorder = class MediaRecorder extends Real {
    unheard = new Set();

    constructor(...given) {
      window.tries += 1;
      refuse("constructor");
      super(...given);
      // The first listener: what it stops, the page never hears.
      for (const type of ["dataavailable", "stop"]) super.addEventListener(type, (event) => this.hears(type) || event.stopImmediatePropagation());
      all.push(this);
    }

    hears(type) {
      return !this.unheard.has(type) && !faults[`no ${type}`];
    }

    start(pieceMs) {
      refuse("start");
      this.startedAt = performance.now();
      return faults["hands over at the end"] ? super.start() : super.start(pieceMs);
    }

    requestData() {
      if (!faults["hands over at the end"]) super.requestData();
    }

    stop() {
      this.leftAt = performance.now();
      if (!faults["no stopping"]) super.stop();
    }
  };

  const strikes = {
    "stops by itself": (recorder) => Real.prototype.stop.call(recorder),
    "stops and never says so": (recorder) => {
      recorder.unheard.add("stop");
      Real.prototype.stop.call(recorder);
    },
    "tells an error and stops": (recorder) => {
      recorder.dispatchEvent(new Event("error"));
      Real.prototype.stop.call(recorder);
    },
    "tells an error and nothing more": (recorder) => {
      for (const type of ["dataavailable", "stop"]) recorder.unheard.add(type);
      recorder.dispatchEvent(new Event("error"));
    },
    "falls silent": (recorder) => recorder.unheard.add("dataavailable"),
    "falls silent and never says that it has stopped": (recorder) => {
      for (const type of ["dataavailable", "stop"]) recorder.unheard.add(type);
    },
    "is paused": (recorder) => recorder.pause(),
  };
  window.strike = (how) => strikes[how](all.findLast(({ state }) => state === "recording"));

  const read = Blob.prototype.arrayBuffer;
  const unreadable = new WeakSet();
  Blob.prototype.arrayBuffer = function () {
    if (isDue("unreadable piece")) unreadable.add(this);
    const isHeld = unreadable.has(this) || isDue("no answer to reading");
    return isHeld ? new Promise(() => {}) : read.call(this);
  };

  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (wishes) {
    return (window.microphone = await getUserMedia.call(this, wishes));
  };
})();
