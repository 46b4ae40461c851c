// Control characters, which some keyboards and clipboards smuggle in and no database keeps, become spaces.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export function plain(text) {
  return text.replace(/\r\n?/g, "\n").replace(CONTROLS, " ").trim();
}

// What nobody sees: format characters, and letters that are drawn as blanks. An answer of these alone is empty.
const UNSEEN = /[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;

export function isBlank(text) {
  return text.replace(UNSEEN, "") === "";
}
