// The WebSocket as a transport. `onOpen`, `onMessage(message)`, `onClose(code)`: onClose comes exactly once.

const OPEN_WITHIN_MS = 6000;

export class SocketTransport {
  #socket;
  #patience;
  #handlers;
  #isOver = false;

  constructor(url, handlers) {
    this.#handlers = handlers;
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onopen = () => this.#opened();
    this.#socket.onmessage = (event) => this.#isOver || handlers.onMessage(JSON.parse(event.data));
    this.#socket.onclose = (event) => this.end(event.code);
    this.#patience = setTimeout(() => this.end(0), OPEN_WITHIN_MS);
  }

  send(message) {
    this.#write(JSON.stringify(message));
  }

  sendSegment(frame) {
    this.#write(frame);
  }

  close() {
    this.#isOver = true;
    clearTimeout(this.#patience);
    this.#socket.close();
  }

  end(code) {
    if (this.#isOver) return;
    this.close();
    this.#handlers.onClose(code);
  }

  #opened() {
    clearTimeout(this.#patience);
    if (!this.#isOver) this.#handlers.onOpen();
  }

  #write(data) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data);
  }
}
