// Sends what waits in the queue and brings back the totals, one request at a time: an answer is
// never older than the one before it, and an event is never counted both as waiting and as saved.
const BATCH = 150; // keepalive requests may carry 64 kB
const POLL = 20_000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 15_000;

export function createSender({ queue, occurrence, apiUrl, totalsUrl, csrf, onState, onTotals, onRejected }) {
  let busy = false;
  let again = false;
  let failures = 0;
  let unreachable = false;
  let timer;

  async function post(batch) {
    const answer = await fetch(apiUrl, {
      method: "POST",
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      keepalive: true, // goes through even if the page is left
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ events: batch }),
    });
    if (!answer.ok) return answer.status;
    const { accepted, rejected, totals } = await answer.json();
    // Out of the queue and into the totals in one go: a tap while the device forgets them would
    // count from a number without them.
    const forgotten = queue.remove([...accepted, ...rejected.map((one) => one.id)]);
    if (totals[occurrence]) onTotals(totals[occurrence]);
    if (rejected.length) onRejected(rejected);
    await forgotten;
    return answer.status;
  }

  async function poll() {
    const answer = await fetch(totalsUrl, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && queue.events().length === 0) onTotals((await answer.json()).totals);
    return answer.status;
  }

  async function exchange() {
    const batch = queue.events().slice(0, BATCH);
    const status = batch.length ? await post(batch) : await poll();
    if (status === 401 || status === 403) return "signed-out";
    return status === 200 ? "saved" : "waiting";
  }

  async function sync() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    clearTimeout(timer);
    if (queue.events().length && failures === 0) onState("saving");
    const state = await exchange().catch(() => "unreachable");
    unreachable = state === "unreachable";
    busy = false;
    failures = state === "saved" ? 0 : failures + 1;
    if (state === "saved" && (again || queue.events().length)) {
      sync();
      return;
    }
    onState(unreachable ? "waiting" : state);
    timer = setTimeout(tick, failures ? Math.min(1000 * 2 ** failures, LONGEST_WAIT) : POLL);
  }

  function tick() {
    if (!document.hidden || queue.events().length) sync();
    else timer = setTimeout(tick, POLL);
  }

  window.addEventListener("online", sync);
  window.addEventListener("pageshow", sync);
  window.addEventListener("pagehide", sync);
  document.addEventListener("visibilitychange", sync);
  // Wifi that leads nowhere is no network, though the browser takes it for one.
  return { sync, reaches: () => navigator.onLine && !unreachable };
}
