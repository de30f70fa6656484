// The log screen: chooses, previews, keeps the draft, sends. It works without this too.
import { pick, unpick } from "./combo.js";
import { forget, keep, kept, uuid } from "./draft.js";
import { watchEffort } from "./effort.js";
import { flush, send } from "./outbox.js";
import { keepPage } from "./pages.js";
import { watchWaiting } from "./waiting.js";

const form = document.getElementById("log");
const combo = document.getElementById("who");
const employer = document.getElementById("employer");
const about = document.getElementById("about");
const outbox = document.getElementById("outbox");
const state = document.getElementById("draft-state");
const startOver = document.getElementById("start-over");
const newState = document.getElementById("new-state");
const NEVER = new Set(["csrfmiddlewaretoken", "q", "sure", "owner", "written"]);
const page = new URL(form.action).pathname;
const effort = watchEffort(form);

const checked = (name) => form.querySelector(`[name="${name}"]:checked`);
const words = (name) => checked(name)?.closest("label").innerText.replace(/\s+/g, " ").trim() ?? "";

// --- What the answers mean ---------------------------------------------------

function preview() {
  const outcome = checked("outcome")?.value;
  const scope = checked("scope")?.value;
  const narrow = outcome === "forbidden" && scope !== "organisation";
  const states = document.getElementById("states")?.dataset ?? {};
  const word = outcome && states[narrow ? "wrong_person" : outcome];
  newState.replaceChildren();
  if (word) {
    const strong = document.createElement("b");
    strong.textContent = word;
    newState.append(`${newState.dataset.label} `, strong);
  }
}

// A step that follows from the outcome is offered as chosen, unless one was.
let stepTouched = false;

function suggestStep(outcome) {
  const own = { not_reached: "retry", meeting: "other", inventory: "other" }[outcome];
  const now = checked("step");
  if (stepTouched && now?.value !== "retry") {
    return;
  }
  if (now) {
    now.checked = false;
  }
  const step = own && form.querySelector(`[name=step][value=${own}]`);
  if (step) {
    step.checked = true;
  }
}

function choose({ value, title, meta }) {
  document.getElementById("new-employer").open = false;
  document.getElementById("id_name").value = "";
  document.getElementById("id_business_id").value = "";
  pick(combo, { value, title, meta });
}

function onEmployer() {
  document.getElementById("suggested").hidden = Boolean(employer.value);
  if (!employer.value) {
    about.replaceChildren(document.getElementById("states") ?? "");
  }
}

combo.addEventListener("combo:new", (event) => {
  const name = document.getElementById("id_name");
  document.getElementById("new-employer").open = true;
  name.value = event.detail;
  name.focus();
  htmx.trigger(name, "input");
});

form.addEventListener("change", (event) => {
  if (event.target === employer) {
    onEmployer();
  } else if (event.target.name === "outcome") {
    suggestStep(event.target.value);
  } else if (event.target.name === "step") {
    stepTouched = true;
  }
  preview();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button && !event.defaultPrevented) {
    event.preventDefault();
    choose({ value: button.dataset.pick, title: button.dataset.title, meta: button.dataset.meta });
    form.querySelector("[name=kind]:checked")?.focus({ preventScroll: true });
  }
});

// --- The draft ---------------------------------------------------------------

// Values whose controls come only with the employer's part of the page.
let waiting = [];
let timer = 0;
let filling = false;

function collect(submitter = null) {
  effort.write();
  const values = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
  const names = new Set(values.map(([name]) => name));
  const missing = waiting.filter(([name]) => !names.has(name) && !form.elements[name]);
  return [...values, ...missing].filter(([name]) => !["csrfmiddlewaretoken", "q"].includes(name));
}

function entry(submitter) {
  const title = combo.querySelector("[data-title]").textContent;
  return {
    draft: form.elements.draft.value,
    url: page,
    page,
    key: form.dataset.draftKey,
    at: Date.now(),
    title,
    meta: combo.querySelector("[data-meta]").textContent,
    who: employer.value ? title : form.elements.name.value,
    what: [words("kind"), words("outcome"), words("step")].filter(Boolean).join(" · "),
    values: collect(submitter),
  };
}

function keepDraft() {
  clearTimeout(timer);
  timer = 0;
  if (keep("draft", entry())) {
    state.textContent = state.dataset.saved;
    state.hidden = false;
  }
}

function soon() {
  if (filling) {
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(keepDraft, 300);
}

function fill(values) {
  const given = new Map();
  for (const [name, value] of values.filter(([name]) => !NEVER.has(name))) {
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  for (const control of form.elements) {
    if (!control.name || NEVER.has(control.name) || control.type === "submit") {
      continue;
    }
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = (given.get(control.name) ?? []).includes(control.value);
    } else if (given.has(control.name)) {
      control.value = given.get(control.name)[0];
    }
  }
  waiting = [...given].flatMap(([name, all]) => (form.elements[name] ? [] : all.map((value) => [name, value])));
}

function apply(saved) {
  const before = employer.value;
  filling = true;
  fill(saved.values);
  effort.resume();
  waiting = saved.values.filter(([name]) => ["closes", "visit", "people", "workplace"].includes(name));
  const chosen = employer.value;
  if (chosen && chosen !== before) {
    pick(combo, { value: chosen, title: saved.title, meta: saved.meta });
  } else if (!chosen && before) {
    unpick(combo);
  }
  stepTouched = Boolean(checked("step"));
  const fresh = form.elements.name.value && !chosen;
  document.getElementById("new-employer").open ||= Boolean(fresh);
  onEmployer();
  preview();
  filling = false;
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target !== about) {
    return;
  }
  for (const [name, value] of waiting) {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type === "checkbox") {
        control.checked ||= control.value === value;
      } else {
        control.value = value;
      }
    }
  }
  waiting = [];
  preview();
});

function restore() {
  const drafts = kept("draft").filter((saved) => saved.key === form.dataset.draftKey);
  const saved = drafts.at(-1);
  if (!saved) {
    return;
  }
  if (saved.posted) {
    // It went to the server and no answer came to this page: send it again to be sure.
    forget("draft", saved.draft);
    keep("outbox", saved);
    flush();
    return;
  }
  apply(saved);
  state.textContent = state.dataset.restored;
  state.hidden = false;
  startOver.hidden = false;
}

startOver.addEventListener("click", () => {
  forget("draft", form.elements.draft.value);
  location.reload();
});

// --- Sending -----------------------------------------------------------------

function clean() {
  filling = true;
  form.reset();
  waiting = [];
  stepTouched = false;
  form.dataset.draftKey = "";
  form.elements.draft.value = uuid();
  effort.begin();
  state.hidden = true;
  startOver.hidden = true;
  if (employer.value) {
    unpick(combo);
  }
  onEmployer();
  preview();
  filling = false;
}

function firstMissing() {
  if (!employer.value && !form.elements.name.value.trim()) {
    return form.dataset.needEmployer;
  }
  return checked("outcome") ? "" : form.dataset.needOutcome;
}

function busy(on) {
  for (const button of form.querySelectorAll(".sticky [type=submit]")) {
    button.setAttribute("aria-busy", String(on));
  }
}

// The server asks or refuses something: it shows the form again with all that was typed.
function sendPlainly(saved) {
  forget("outbox", saved.draft);
  keep("draft", { ...saved, posted: true });
  HTMLFormElement.prototype.submit.call(form);
}

let under = false;

async function submit(event) {
  if (event.submitter?.name === "find") {
    return;
  }
  event.preventDefault();
  if (under) {
    return;
  }
  const missing = firstMissing();
  if (missing && !navigator.onLine) {
    newState.textContent = missing;
    return;
  }
  under = true;
  busy(true);
  clearTimeout(timer);
  const saved = entry(event.submitter);
  keep("outbox", saved);
  const { fate, url } = navigator.onLine ? await send(saved) : { fate: "later" };
  under = false;
  busy(false);
  if (fate === "problem") {
    sendPlainly(saved);
    return;
  }
  forget("draft", saved.draft);
  if (fate === "saved") {
    forget("outbox", saved.draft);
  }
  clean();
  if (fate === "saved") {
    location.assign(url);
  } else {
    document.dispatchEvent(new CustomEvent("outbox", { detail: { fate } }));
    outbox.scrollIntoView({ block: "start" });
  }
}

// --- What waits --------------------------------------------------------------

function mend(saved) {
  form.dataset.draftKey = saved.key;
  apply(saved);
  keepDraft();
  combo.scrollIntoView({ block: "start" });
}

form.addEventListener("submit", submit);
form.addEventListener("input", soon);
form.addEventListener("change", soon);
window.addEventListener("pagehide", () => timer && keepDraft());

// --- A page from yesterday, or without a network ------------------------------

// A kept page can be old: its day is not today, and its dates would be wrong.
function bringUpToDate() {
  const today = new Date().toLocaleDateString("sv-SE");
  const { written, on } = form.elements;
  if (written.value === today) {
    return;
  }
  written.value = today;
  on.value = today;
  form.querySelectorAll("[name=step]:not([data-reveals]) ~ span small, [name=again] ~ span small").forEach((hint) => hint.remove());
}

// Once htmx listens: a restored employer brings its part of the page.
document.addEventListener("DOMContentLoaded", () => {
  if (form.dataset.state) {
    keepDraft();
  } else {
    form.elements.draft.value = uuid(); // a kept page must not use its own one twice
    bringUpToDate();
    restore();
  }
  stepTouched ||= Boolean(checked("step"));
  watchWaiting({ page, mend });
  preview();
  keepPage(form, page);
});
