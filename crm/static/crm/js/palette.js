// Search over everything: Ctrl-K or the search button opens it, arrows move, Enter opens.
const HIT = "#hits a[href], #hits [role=option]";

function open(palette) {
  const input = palette.querySelector("input");
  palette.showModal();
  input.select();
  htmx.trigger(input, "open");
}

function move(palette, step) {
  const hits = [...palette.querySelectorAll(HIT)];
  const at = hits.indexOf(document.activeElement) + step;
  const input = palette.querySelector("input");
  (at < 0 ? input : hits[Math.min(at, hits.length - 1)] ?? input).focus();
}

function onKey(palette, event) {
  const input = palette.querySelector("input");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(palette, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target === input) {
    const first = palette.querySelector(HIT);
    if (first) {
      event.preventDefault();
      first.click();
    }
  } else if (event.key.length === 1 && event.target !== input && !event.ctrlKey && !event.metaKey) {
    input.focus();
  }
}

function mark(hits, option) {
  for (const other of hits.querySelectorAll("[role=option]")) {
    other.setAttribute("aria-selected", String(other === option));
  }
}

// A list of options, or a word to be heard when there is none.
function name(hits) {
  hits.setAttribute("role", hits.querySelector("[role=option]") ? "listbox" : "status");
}

export function watchPalette() {
  const palette = document.getElementById("palette");
  if (!palette) {
    return;
  }
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      open(palette);
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-palette]");
    if (button && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(palette);
    }
  });
  const hits = palette.querySelector("#hits");
  hits.addEventListener("htmx:afterSwap", () => name(hits));
  hits.addEventListener("focusin", (event) => mark(hits, event.target));
  palette.addEventListener("keydown", (event) => onKey(palette, event));
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[data-close]")) {
      palette.close();
    }
  });
}
