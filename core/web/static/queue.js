// Presses that have not been acknowledged, kept on this device until they are.
import { openDB } from "./vendor/idb.js";

// Plain http on a local network is no secure context, and has no randomUUID.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// `address` is where the events go: a queue is one district's, over all its opening days.
export async function openQueue(address) {
  const database = await openDB("innbyggerbasen", 1, {
    upgrade: (created) => created.createObjectStore("events", { keyPath: "event.id" }),
  }).catch(() => undefined);
  const stored = database ? await database.getAll("events") : [];
  const waiting = new Map(
    stored.filter((row) => row.address === address).map((row) => [row.event.id, row.event]),
  );

  async function write(change) {
    try {
      const work = database.transaction("events", "readwrite");
      await Promise.all([...change(work.store), work.done]);
    } catch {
      // The device will not store it: it is still shown and sent while the page is open.
    }
  }

  return {
    events: () => [...waiting.values()],
    add(events) {
      for (const event of events) waiting.set(event.id, event);
      return write((store) => events.map((event) => store.put({ address, event })));
    },
    remove(ids) {
      for (const id of ids) waiting.delete(id);
      return write((store) => ids.map((id) => store.delete(id)));
    },
  };
}
