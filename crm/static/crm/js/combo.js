// The combobox of components/combo.html: type, move with the arrows, choose, change.
// It tells the form about a choice by a "change" event on the hidden input, and about
// an option with data-new by a "combo:new" event with what was typed.

function parts(combo) {
  const part = (name) => combo.querySelector(`[data-${name}]`);
  return {
    value: combo.querySelector("input[type=hidden]"),
    picked: part("picked"),
    search: part("search"),
    input: combo.querySelector("[role=combobox]"),
    list: part("list"),
    title: part("title"),
    meta: part("meta"),
  };
}

function show(combo, shown) {
  const { input, list } = parts(combo);
  list.hidden = !shown || !list.children.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) {
    input.removeAttribute("aria-activedescendant");
  }
}

function mark(combo, option) {
  const { input, list } = parts(combo);
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

export function pick(combo, choice) {
  const { value, picked, search, title, meta } = parts(combo);
  value.value = choice.value;
  title.textContent = choice.title;
  meta.textContent = choice.meta;
  picked.hidden = false;
  search.hidden = true;
  show(combo, false);
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

export function unpick(combo) {
  const { value, picked, search } = parts(combo);
  value.value = "";
  picked.hidden = true;
  search.hidden = false;
  value.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(combo, option) {
  if (option.getAttribute("aria-disabled") === "true") {
    return;
  }
  if (option.dataset.href) {
    location.href = option.dataset.href;
  } else if (option.dataset.new) {
    show(combo, false);
    combo.dispatchEvent(new CustomEvent("combo:new", { detail: option.dataset.new }));
  } else {
    pick(combo, option.dataset);
    parts(combo).picked.querySelector("[data-change]").focus();
  }
}

function change(combo, event) {
  event.preventDefault();
  unpick(combo);
  const { input } = parts(combo);
  input.focus();
  input.select();
}

function onKey(combo, event) {
  const { list } = parts(combo);
  const options = [...list.querySelectorAll("[role=option]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    show(combo, true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = options[(at + step + options.length) % options.length];
    if (next) {
      mark(combo, next);
    }
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (!list.hidden && options[at]) {
      choose(combo, options[at]);
    }
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    show(combo, false);
  }
}

function watch(combo) {
  const { input, list } = parts(combo);
  // What was typed before the scripts were here has not been looked for yet.
  window.addEventListener("load", () => {
    if (input.value && document.activeElement === input) {
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  input.addEventListener("keydown", (event) => onKey(combo, event));
  input.addEventListener("focus", () => show(combo, true));
  combo.addEventListener("focusout", (event) => {
    if (!combo.contains(event.relatedTarget)) {
      show(combo, false);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      choose(combo, option);
    }
  });
  list.addEventListener("htmx:afterSwap", () => show(combo, document.activeElement === input));
  combo.querySelector("[data-change]").addEventListener("click", (event) => change(combo, event));
}

export function watchCombos() {
  document.querySelectorAll("[data-combo]").forEach(watch);
}
