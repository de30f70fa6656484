// Small comforts of every page. Everything works without this file.
import { watchCombos } from "./combo.js";
import { watchOutbox } from "./draft.js";
import { watchMenus } from "./menus.js";
import { watchPalette } from "./palette.js";
import { watchToasts } from "./toasts.js";

watchMenus();
watchToasts();
watchPalette();
watchCombos();
watchOutbox();

// A form that came back with errors: start reading at the summary.
document.querySelector("[data-focus]")?.focus();
