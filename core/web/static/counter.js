// A tap shows at once and is kept on this device; sender.js gets it saved.
import { openQueue, uuid } from "./queue.js";
import { createSender } from "./sender.js";

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function parsePress(text) {
  return text.split(",").map((part) => {
    const [category, n] = part.split(":");
    return { category, n: Number(n) };
  });
}

// Without the network the browser would show its own page instead, and there is no way back to this one.
function sayOffline(board, leaving) {
  leaving?.preventDefault();
  board.querySelector("[data-saving]").textContent = board.dataset.textOffline;
}

async function start(board) {
  const { occurrence, apiUrl, totalsUrl, csrf } = board.dataset;
  const words = board.dataset;
  const outputs = [...board.querySelectorAll("[data-total-for]")];
  const saved = new Map(outputs.map((output) => [output.dataset.totalFor, Number(output.textContent)]));
  const queue = await openQueue(apiUrl);
  const mine = () => queue.events().filter((event) => event.occurrence === occurrence);
  const undone = new Set(mine().map((event) => event.undoes));
  // Presses that "undo" can take back, newest last: lists of events.
  const presses = [];
  for (const event of mine()) if (!event.undoes && !undone.has(event.id)) remember(event);

  function remember(event) {
    const last = presses.at(-1);
    if (last?.[0].press === event.press) last.push(event);
    else presses.push([event]);
  }

  function shown(category) {
    const waiting = mine().filter((event) => event.category === category);
    return waiting.reduce((sum, event) => sum + event.n, saved.get(category));
  }

  function draw() {
    let visits = 0;
    for (const output of outputs) {
      const n = shown(output.dataset.totalFor);
      if ("visits" in output.dataset) visits += n;
      if (output.textContent !== String(n)) {
        output.textContent = n;
        if (!calm.matches) output.animate([{ transform: "scale(1.15)" }, { transform: "none" }], 150);
      }
    }
    board.querySelector("[data-total]").textContent = visits;
    board.querySelector("[data-nobody]").hidden = visits !== 0;
  }

  function announce(text) {
    board.querySelector("[data-announce]").textContent = text;
  }

  function announceTotals(categories) {
    const spoken = outputs.filter((output) => categories.has(output.dataset.totalFor)).map((output) => {
      const { one, many, label } = output.dataset;
      const n = shown(output.dataset.totalFor);
      return many ? (n === 1 ? one : many.replace("{n}", n)) : `${label} ${n}`;
    });
    announce(spoken.join(", "));
  }

  function record(changes) {
    const tappedAt = new Date().toISOString();
    const press = uuid();
    const events = changes.map((change) => ({ ...change, id: uuid(), occurrence, press, tapped_at: tappedAt }));
    queue.add(events).then(sender.sync);
    draw();
    announceTotals(new Set(events.map((event) => event.category)));
    return events;
  }

  function tap(text) {
    const changes = parsePress(text);
    // A minus at zero is a slip of the thumb.
    if (changes.some(({ category, n }) => n < 0 && shown(category) <= 0)) {
      announceTotals(new Set(changes.map((change) => change.category)));
      return;
    }
    presses.push(record(changes));
  }

  // `go` does what was asked for, should the wifi lead somewhere again.
  function stay(leaving, go) {
    if (sender.reaches()) return false;
    sayOffline(board, leaving);
    if (navigator.onLine) sender.sync().then(() => (sender.reaches() ? go() : sayOffline(board)));
    return true;
  }

  function undo(button) {
    const last = presses.pop();
    if (!last && mine().length) {
      announce(words.textNothingToUndo);
      return;
    }
    if (!last) {
      if (stay(undefined, () => undo(button))) return;
      // Pressed before this page was opened: the server knows it. The browser ignores a form sent
      // while it still asks about this press, so it is sent after.
      button.removeAttribute("data-undo");
      setTimeout(() => button.form.requestSubmit(button));
      return;
    }
    record(last.map(({ category, n, id }) => ({ category, n: -n, undoes: id })));
  }

  function savingText(state) {
    if (state === "saving") return words.textSaving;
    if (state === "signed-out") return words.textSignedOut;
    if (state === "saved") {
      const [hour, minute] = new Date().toTimeString().split(":");
      return words.textSaved.replace("{hour}", hour).replace("{minute}", minute);
    }
    const n = new Set(queue.events().map((event) => event.press)).size;
    return n === 1 ? words.textWaitingOne : words.textWaitingMany.replace("{n}", n);
  }

  let sentSomething = queue.events().length > 0;
  function onState(state) {
    sentSomething ||= queue.events().length > 0;
    const line = board.querySelector("[data-saving]");
    if (state === "saved" && line.textContent === words.textOffline) line.textContent = "";
    // A quiet poll changes nothing the person did, so it leaves the words alone.
    if (!sentSomething && state !== "signed-out") return;
    line.textContent = savingText(state);
    line.toggleAttribute("data-waiting", state === "waiting" || state === "signed-out");
    if (state === "saved") sentSomething = false;
  }

  function onTotals(totals) {
    for (const category of saved.keys()) saved.set(category, totals[category] ?? 0);
    draw();
  }

  function onRejected(rejected) {
    const ids = new Set(rejected.map((one) => one.id));
    const kept = presses.filter((events) => !events.some((event) => ids.has(event.id)));
    presses.splice(0, presses.length, ...kept);
    const notice = board.querySelector("[data-rejected]");
    notice.textContent = [...new Set(rejected.map((one) => one.detail))].join(" ");
    notice.hidden = false;
    sentSomething = false; // "saved" would contradict the notice
    board.querySelector("[data-saving]").textContent = "";
    draw();
  }

  const sender = createSender({ queue, occurrence, apiUrl, totalsUrl, csrf, onState, onTotals, onRejected });

  draw();
  sender.sync();
  return { tap, undo, stay };
}

for (const board of document.querySelectorAll("[data-counter]")) {
  let counter; // once the queue is open
  const ready = start(board).then((one) => (counter = one));
  const stay = (leaving, go) => {
    if (counter) counter.stay(leaving, go);
    else if (!navigator.onLine) sayOffline(board, leaving);
  };
  board.addEventListener("click", (click) => {
    const link = click.target.closest("a");
    if (link) stay(click, () => link.click());
  });
  // Listens at once: what is tapped while the queue opens waits for it.
  board.querySelector("form").addEventListener("submit", async (submission) => {
    const button = submission.submitter;
    const undoes = button?.hasAttribute("data-undo");
    if (!undoes && !button?.hasAttribute("data-press")) {
      stay(submission, () => submission.target.requestSubmit(button));
      return;
    }
    submission.preventDefault();
    const { tap, undo } = await ready;
    if (undoes) undo(button);
    else tap(button.value);
  });
}
