// A button beside a number that copies it; without the clipboard there is no button.
function watch(part) {
  const button = part.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(part.dataset.copy);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = button.dataset.said;
    part.querySelector("[role=status]")?.remove();
    part.append(said);
  });
}

if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach(watch);
}
