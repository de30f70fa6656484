// A queue's buttons answer in place, and putting a line off opens a menu of days
// instead of its page. This runs before htmx looks at the page.
for (const button of document.querySelectorAll(".queue [formaction]")) {
  button.setAttribute("hx-post", button.getAttribute("formaction"));
}

const page = document.getElementById("snooze");

function menuOf(link) {
  const menu = page.content.firstElementChild.cloneNode(true);
  menu.querySelector("summary").setAttribute("aria-label", link.ariaLabel);
  menu.querySelector("a").href = link.href;
  for (const button of menu.querySelectorAll("button")) {
    const address = new URL(link.href).pathname;
    button.setAttribute("formaction", address);
    button.setAttribute("hx-post", address);
  }
  return menu;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-snooze]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const menu = menuOf(link);
  link.replaceWith(menu);
  window.htmx.process(menu);
  menu.querySelector("summary").focus();
});
