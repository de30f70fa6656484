// Each imported row is saved by itself as soon as it is decided or corrected;
// without this file the whole page is sent by its button.
const form = document.querySelector("[data-decide]");

function send(row) {
  const url = `${form.dataset.decide}${row.id.slice(1)}/`;
  window.htmx.ajax("POST", url, { source: row, target: row, swap: "outerHTML" }).then(() => {
    const again = document.getElementById(row.id);
    (again?.querySelector("input:checked, input.input") ?? again)?.focus();
  });
}

form?.addEventListener("change", (event) => {
  if (event.target.type === "radio") send(event.target.closest("li"));
});

form?.addEventListener("submit", (event) => {
  const row = (event.submitter ?? document.activeElement).closest("li");
  if (!row) return;
  event.preventDefault();
  send(row);
});

// Enter in a field checks its own row, not the first one of the page.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input.input")) return;
  event.preventDefault();
  send(event.target.closest("li"));
});
