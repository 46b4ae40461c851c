// Receives InterviewAI's webhooks with Node 18 or newer, without packages.
// WEBHOOK_SECRET=whsec_... PORT=9000 node examples/receiver.mjs      (while you rotate: both secrets, a space between)
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const KEYS = process.env.WEBHOOK_SECRET.split(" ").map((secret) => Buffer.from(secret.replace(/^whsec_/, ""), "base64"));
const TOLERANCE_MS = 5 * 60 * 1000;
const LARGEST = 1024 * 1024;
const seen = new Set(); // Yours: a table with a unique event_id, so that a restart forgets nothing.

// The event. Throws Refused for a request that is not InterviewAI's or is old, anything else when it cannot be read.
function verified(headers, body) {
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) => headers[`webhook-${name}`] ?? "");
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = KEYS.map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const given = signatures.split(" "); // Several while a secret is being rotated: one of them must be right.
  if (!expected.some((ours) => given.some((theirs) => same(ours, theirs)))) throw new Refused("signature");
  const event = JSON.parse(body);
  const moments = [Number(timestamp) * 1000, Date.parse(event.sent_at)];
  if (!moments.every((moment) => Math.abs(Date.now() - moment) <= TOLERANCE_MS)) throw new Refused("time");
  return event;
}

function same(ours, theirs) {
  const [left, right] = [Buffer.from(ours), Buffer.from(theirs)];
  return left.length === right.length && timingSafeEqual(left, right);
}

class Refused extends Error {}

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk); // The rest is read and thrown away; its signature will not fit.
  }
  return Buffer.concat(chunks);
}

function receive(event) {
  const line = `handled: ${event.event} ${event.data.interview_id ?? ""}`; // No names, no transcripts in logs.
  if (seen.has(event.event_id)) return console.log(`known already: ${event.event_id}`);
  seen.add(event.event_id);
  console.log(`received: ${event.event_id}`);
  setImmediate(() => console.log(line)); // The answer does not wait for what takes time.
}

createServer({ requestTimeout: 10_000 }, async (request, response) => {
  try {
    receive(verified(request.headers, await read(request)));
    response.writeHead(204).end();
  } catch (error) {
    console.log(`refused: ${error instanceof Refused ? error.message : "malformed"}`);
    response.writeHead(400).end();
  }
}).listen(Number(process.env.PORT ?? 9000), "127.0.0.1");
