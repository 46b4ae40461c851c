// One conversation with the server that outlives lost connections. It prefers a WebSocket, goes over to HTTP when
// WebSockets do not open, and keeps trying the WebSocket now and then.
//
// Events: "open", "snapshot", "stored", "error" (messages of the server), "state" ("connected", "reconnecting",
// "superseded", "over").

import { backoff } from "./backoff.js";
import { Events } from "../events.js";
import { HttpTransport } from "./http_transport.js";
import { PAGE_ID } from "./page_id.js";
import { CLOSED, message, segmentFrame } from "./protocol.js";
import { SocketTransport } from "./socket_transport.js";

const HEARTBEAT_MS = 4000;
const SILENT_TOO_LONG_MS = 14000;
const SOCKET_TRIES_BEFORE_HTTP = 2;
const SOCKET_AGAIN_MS = 60000;
const LAST_STATE = { [CLOSED.UNKNOWN_LINK]: "over", [CLOSED.OVER]: "over", [CLOSED.SUPERSEDED]: "superseded" };

export class Connection extends Events {
  state = "reconnecting";
  #urls;
  #wasConnected = false;
  #transport = null;
  #attempt = 0;
  #socketFailures = 0;
  #socketAgainAt = 0;
  #heardAt = 0;
  #retry;
  #heartbeat;

  /** `urls`: { socket: absolute ws(s) address, live: base of the HTTP fallback, with a slash at its end }. */
  constructor(urls) {
    super();
    this.#urls = urls;
    window.addEventListener("online", () => this.#hurry());
  }

  get isOpen() {
    return this.state === "connected";
  }

  open() {
    this.#become("reconnecting");
    this.#connect();
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  close() {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#retry);
    this.#transport?.close();
    this.#transport = null;
  }

  send(outgoing) {
    this.#transport?.send(outgoing);
  }

  sendSegment(header, audio) {
    this.#transport?.sendSegment(segmentFrame(header, audio));
  }

  /** Says who we are: the newest tab carries the interview on. One that was cut off does not take it back. */
  greet(transport = this.#transport) {
    transport?.send(message("hello", { connection_id: PAGE_ID, returning: this.#wasConnected }));
  }

  sync() {
    this.send(message("sync"));
  }

  /** To be called when the page is shown again: a phone may have cut the line while it slept. */
  wake() {
    if (this.isOpen) this.sync();
    else this.#hurry();
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#transport?.close();
    this.#heardAt = performance.now();
    const wantsSocket = this.#socketFailures < SOCKET_TRIES_BEFORE_HTTP || performance.now() >= this.#socketAgainAt;
    this.#transport = wantsSocket ? this.#openSocket() : this.#openHttp();
  }

  #openSocket() {
    let wasHeard = false;
    const transport = new SocketTransport(this.#urls.socket, {
      onOpen: () => this.greet(transport),
      onMessage: (incoming) => {
        wasHeard = true;
        this.#socketFailures = 0;
        this.#receive(incoming);
      },
      onClose: (code) => {
        if (!wasHeard) this.#countSocketFailure();
        this.#lost(code);
      },
    });
    return transport;
  }

  #openHttp() {
    const transport = new HttpTransport(this.#urls.live, PAGE_ID, {
      onOpen: () => this.greet(transport),
      onMessage: (incoming) => this.#receive(incoming),
      onClose: (code) => this.#lost(code),
    });
    this.#retry = setTimeout(() => this.#probeSocket(), SOCKET_AGAIN_MS);
    return transport;
  }

  /** While HTTP carries the interview, a second WebSocket is tried beside it and takes over once it opens. */
  #probeSocket() {
    const probe = new SocketTransport(this.#urls.socket, {
      onOpen: () => {
        probe.close();
        this.#socketFailures = 0;
        if (this.#transport) this.#connect();
      },
      onMessage: () => {},
      onClose: () => {
        if (this.#transport) this.#retry = setTimeout(() => this.#probeSocket(), SOCKET_AGAIN_MS);
      },
    });
  }

  #countSocketFailure() {
    this.#socketFailures += 1;
    this.#socketAgainAt = performance.now() + SOCKET_AGAIN_MS;
  }

  #receive(incoming) {
    this.#heardAt = performance.now();
    if (incoming.type === "error" && incoming.code === "superseded") return this.#lost(CLOSED.SUPERSEDED);
    if (!this.isOpen && incoming.type === "snapshot") this.#nowConnected();
    this.emit(incoming.type, incoming);
  }

  #nowConnected() {
    this.#attempt = 0;
    this.#wasConnected = true;
    this.#become("connected");
    this.emit("open");
  }

  #lost(code) {
    if (code in LAST_STATE) {
      this.close();
      return this.#become(LAST_STATE[code]);
    }
    this.#transport?.close();
    this.#become("reconnecting");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), backoff(this.#attempt++));
  }

  #beat() {
    if (performance.now() - this.#heardAt > SILENT_TOO_LONG_MS) this.#transport?.end(0);
    else if (this.isOpen) this.sync();
  }

  #hurry() {
    if (this.state !== "reconnecting" || !this.#transport) return;
    this.#attempt = 0;
    this.#connect();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.emit("state", state);
  }
}
