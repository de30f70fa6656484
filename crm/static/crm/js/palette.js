// Search over everything: Ctrl-K or the search button opens it, arrows move, Enter opens.
// The focus stays in the field; aria-activedescendant tells which hit is marked.
const HIT = "[role=option]";

function open(palette) {
  const input = palette.querySelector("input");
  palette.showModal();
  input.select();
  htmx.trigger(input, "open");
}

function mark(palette, hit) {
  const input = palette.querySelector("input");
  for (const other of palette.querySelectorAll(HIT)) {
    other.setAttribute("aria-selected", String(other === hit));
  }
  input.setAttribute("aria-expanded", String(Boolean(hit)));
  input.setAttribute("aria-activedescendant", hit?.id ?? "");
  hit?.scrollIntoView({ block: "nearest" });
}

function onKey(palette, event) {
  const hits = [...palette.querySelectorAll(HIT)];
  const at = hits.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark(palette, hits[(at + step + hits.length) % hits.length]);
  } else if (event.key === "Enter" && event.target.matches("input") && hits[at] && !palette.dataset.stale) {
    event.preventDefault();
    hits[at].click();
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
  hits.addEventListener("htmx:afterSwap", () => {
    delete palette.dataset.stale;
    name(hits);
    mark(palette, hits.querySelector(HIT));
  });
  // Until what was typed is answered, Enter asks for the page of the search instead.
  palette.addEventListener("input", () => {
    palette.dataset.stale = "yes";
  });
  palette.addEventListener("keydown", (event) => onKey(palette, event));
  palette.addEventListener("click", (event) => {
    if (event.target === palette || event.target.closest("[data-close]")) {
      palette.close();
    }
  });
}
