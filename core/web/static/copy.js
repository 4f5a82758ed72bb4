// A button beside each text that can be copied. Without it the text is marked and copied by hand.
for (const text of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds-button";
  button.dataset.variant = "secondary";
  const about = document.createElement("span");
  about.className = "ds-sr-only";
  about.textContent = ` ${text.labels[0].textContent}`;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.append(text.dataset.copy, about);
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = text.dataset.copied;
    } catch {
      said.textContent = ""; // it is marked, ready for Ctrl+C
    }
  });
  text.after(button, said);
}
