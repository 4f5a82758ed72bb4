// While the form is filled in, the rules' word is fetched and shown; without this script the
// button "See if it is free" does the same.
const form = document.querySelector("form[data-check]");
const word = document.querySelector("[data-word]");
const WAIT_MS = 400;
let waiting = 0;
let latest = 0;

function show(mine, text) {
  if (mine !== latest) return;
  word.innerHTML = text;
  // The word grows above the buttons: who has come to one by keyboard shall still see it
  if (form.contains(document.activeElement)) {
    document.activeElement.scrollIntoView({ block: "nearest" });
  }
}

async function ask() {
  const fields = new URLSearchParams(new FormData(form));
  for (const name of ["csrf_token", "press"]) fields.delete(name);
  if (!fields.get("day") || !fields.get("starts") || !fields.get("ends")) return;
  const mine = ++latest;
  try {
    const answer = await fetch(`${form.dataset.check}?${fields}`, { credentials: "same-origin" });
    if (answer.ok) show(mine, (await answer.text()).trim());
  } catch {
    // Without network the person is told when the form is sent
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT_MS);
});

// What was filled in before this script came, or by the link that led here
if (form && !word.textContent.trim()) ask();
