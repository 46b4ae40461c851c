// A small key-value store in memory, mirrored in IndexedDB so that it outlives a reload. Where IndexedDB is closed to us
// (private windows, full disks) or does not answer, memory alone carries it: an interview never stops for a lack of storage.

import { within } from "../within.js";

const DATABASE = "interview";
const TABLE = "segments";
const ANSWER_WITHIN_MS = 3000;

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return promised(request);
}

function below(prefix) {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}

export class Store {
  #memory = new Map();
  #database;

  constructor(database) {
    this.#database = database;
  }

  static async open() {
    const opening = openDatabase();
    const database = await within(ANSWER_WITHIN_MS, opening).catch(() => null);
    if (!database) opening.then((late) => late.close(), () => {});
    return new Store(database);
  }

  /** Reads what an earlier page left below `prefix` into memory. Entries written meanwhile by this page win. */
  async load(prefix) {
    if (!this.#database) return;
    const table = this.#database.transaction(TABLE).objectStore(TABLE);
    const both = [promised(table.getAllKeys(below(prefix))), promised(table.getAll(below(prefix)))];
    const [keys, values] = await within(ANSWER_WITHIN_MS, Promise.all(both));
    keys.forEach((key, index) => this.#memory.has(key) || this.#memory.set(key, values[index]));
  }

  put(key, value) {
    this.#memory.set(key, value);
    this.#mirror((table) => table.put(value, key));
  }

  get(key) {
    return this.#memory.get(key);
  }

  /** [key, value] pairs below `prefix`, in the order of their keys. */
  entries(prefix) {
    const found = [...this.#memory].filter(([key]) => key.startsWith(prefix));
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  remove(prefix) {
    for (const [key] of this.entries(prefix)) this.#memory.delete(key);
    this.#mirror((table) => table.delete(below(prefix)));
  }

  /** Removes every entry of the mirror, of any interview, whose value carries an `at` older than `oldest` (ms). */
  removeOlderThan(oldest) {
    this.#mirror((table) => {
      table.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (cursor.value.at < oldest) cursor.delete();
        cursor.continue();
      };
    });
  }

  #mirror(write) {
    try {
      const transaction = this.#database?.transaction(TABLE, "readwrite");
      if (transaction) write(transaction.objectStore(TABLE));
    } catch {
      this.#database = null; // The mirror is broken; memory goes on.
    }
  }
}
