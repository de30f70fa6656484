// Small comforts of every page. Everything works without this file.
import { watchCombos } from "./combo.js";
import { watchMenus } from "./menus.js";
import { watchOutbox } from "./outbox.js";
import { watchPalette } from "./palette.js";
import { watchToasts } from "./toasts.js";

watchMenus();
watchToasts();
watchPalette();
watchCombos();
watchOutbox();

// A form that came back with errors: start reading at the summary.
document.querySelector("[data-focus]")?.focus();

// A second tap on a form that is on its way would send it twice.
const underWay = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  if (underWay.has(form)) {
    event.preventDefault();
    return;
  }
  underWay.add(form);
  setTimeout(() => underWay.delete(form), 5000);
});

window.addEventListener("pageshow", () => underWay.clear());
