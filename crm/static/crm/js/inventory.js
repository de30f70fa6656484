// The piles of an inventory: a task goes to another by tap, by key or by drag, all by
// the same button. Only the piles are swapped; focus and opened piles stay.
import { watchDrag } from "./drag.js";

const piles = document.getElementById("piles");
const says = document.getElementById("piles-says");
const lost = document.getElementById("piles-lost");

const pilesOf = (selector) => [...piles.querySelectorAll(`[data-pile]${selector}`)];
const buttonFor = (task, pile) => task.querySelector(`.sort [value="${pile.dataset.pile}"]`);

// --- By drag -----------------------------------------------------------------

function showEmpty(shown) {
  for (const pile of pilesOf(":not([data-tone])")) {
    pile.hidden = !shown;
  }
}

watchDrag(piles, {
  card: ".tasks > li",
  place: "[data-pile]",
  fits: buttonFor,
  begin: () => setTimeout(showEmpty, 0, true), // a page that moves at once lets it fall
  drop: (task, pile) => buttonFor(task, pile).click(),
  end: () => showEmpty(false),
});

// --- Around a swap -----------------------------------------------------------

let opened = [];
let pressed = "";

const wordsOf = (pile) => pile.querySelector(".count")?.textContent ?? "";

piles.addEventListener("htmx:beforeRequest", (event) => {
  pressed = event.detail.requestConfig.triggeringEvent?.submitter?.id ?? "";
});

piles.addEventListener("htmx:beforeSwap", () => {
  lost.hidden = true;
  opened = pilesOf("[open]").map(({ id }) => id);
});

piles.addEventListener("htmx:afterSwap", () => {
  opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  const button = document.getElementById(pressed);
  pressed = "";
  if (button) {
    const pile = button.closest(".pile");
    button.closest("details")?.setAttribute("open", "");
    button.focus({ preventScroll: true });
    says.textContent = `${button.ariaLabel}. ${wordsOf(pile)}`;
  }
});

for (const problem of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  piles.addEventListener(problem, () => {
    lost.hidden = !pressed;
  });
}
