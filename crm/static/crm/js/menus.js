// Menus close on a press outside and on Escape; only one is open at a time.
const OPEN = "details.menu[open]:not(.filters)";

function closeOthers(target) {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!menu.contains(target)) {
      menu.open = false;
    }
  }
}

function closeOnEscape(event) {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

export function watchMenus() {
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("keydown", closeOnEscape);
}
