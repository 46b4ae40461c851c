// What the server calls this page by, from when it is opened until it is loaded again: it says who holds the interview, and
// whose recording a segment is.

const bytes = crypto.getRandomValues(new Uint8Array(16));

export const PAGE_ID = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
