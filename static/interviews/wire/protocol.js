// The wire format of live protocol v1.

export const VERSION = 1;

export const CLOSED = Object.freeze({ UNKNOWN_LINK: 4404, SUPERSEDED: 4409, OVER: 4410 });

export function message(type, fields = {}) {
  return { v: VERSION, type, ...fields };
}

/** One binary frame: 4-byte big-endian length of the header, the header as JSON, the audio file. */
export function segmentFrame(header, audio) {
  const head = new TextEncoder().encode(JSON.stringify({ v: VERSION, type: "segment", ...header }));
  const frame = new Uint8Array(4 + head.byteLength + audio.byteLength);
  new DataView(frame.buffer).setUint32(0, head.byteLength);
  frame.set(head, 4);
  frame.set(audio, 4 + head.byteLength);
  return frame;
}
