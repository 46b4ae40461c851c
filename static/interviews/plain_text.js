// Control characters, which some keyboards and clipboards smuggle in and no database keeps, become spaces.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export function plain(text) {
  return text.replace(/\r\n?/g, "\n").replace(CONTROLS, " ").trim();
}
