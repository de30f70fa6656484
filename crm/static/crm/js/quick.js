// Adding rows to an inventory in a back room: each is kept on the phone before it is
// sent, the form is free for the next at once, and what is refused comes back to it.
import { forget, keep, kept, user, uuid } from "./draft.js";
import { minutesText, weekMinutes } from "./minutes.js";
import { flush } from "./outbox.js";
import { keepPage } from "./pages.js";
import { forgetStrayPhotos, keepPhoto, photoOf } from "./photos.js";
import { watchWaiting } from "./waiting.js";

const form = document.getElementById("quick");
const { page, patterns, week } = form.dataset;
const { draft, name, minutes, times_a_week: times, photo: camera } = Object.fromEntries(
  ["draft", "name", "minutes", "times_a_week", "photo"].map((key) => [key, form.elements[key]]),
);
const shown = document.getElementById("quick-photo");
const says = document.getElementById("quick-says");
const wrong = document.getElementById("quick-wrong");
const SLOW = 600;
const DOUBLE = 700;

// --- What the form says --------------------------------------------------------

const total = () => weekMinutes(Number(minutes.value), Number(times.value));
const weekText = () => week.replace("{}", minutesText(total(), patterns));

function preview() {
  const counts = minutes.value > 0 && times.value > 0;
  document.getElementById("quick-week").textContent = counts ? `${weekText()}.` : "";
}

function complain(text, controls) {
  wrong.querySelector("p").textContent = text;
  wrong.hidden = false;
  controls.forEach((control) => control.setAttribute("aria-invalid", "true"));
  controls[0]?.focus();
}

function calm() {
  wrong.hidden = true;
  [name, minutes, times].forEach((control) => control.removeAttribute("aria-invalid"));
}

// --- Its photo, kept as soon as it is taken ------------------------------------

let photo = "none"; // or kept, or lost: there was no room for it
let keeping = Promise.resolve();

function showPhoto(blob) {
  URL.revokeObjectURL(shown.src);
  shown.hidden = !blob;
  shown.src = blob ? URL.createObjectURL(blob) : "";
}

function setPhoto(state, blob = null) {
  photo = state;
  showPhoto(blob);
}

async function takePhoto() {
  const [file] = camera.files;
  if (!file) {
    return;
  }
  try {
    await keepPhoto(draft.value, file);
    setPhoto("kept", await photoOf(draft.value));
  } catch {
    setPhoto("lost", file);
  }
  keepDraft();
}

// --- A row, as draft and as entry of the outbox ----------------------------------

let timer = 0;

function entry() {
  return {
    draft: draft.value,
    url: new URL(form.action).pathname,
    page,
    key: page,
    at: Date.now(),
    who: name.value.trim(),
    what: weekText(),
    values: [
      ["draft", draft.value],
      ["owner", user()],
      ...[name, minutes, times].map((control) => [control.name, control.value.trim()]),
    ],
    photo: photo === "kept",
  };
}

function keepDraft() {
  clearTimeout(timer);
  timer = 0;
  if (name.value.trim() || minutes.value || photo === "kept") {
    keep("draft", entry());
  } else {
    forget("draft", draft.value);
  }
}

function clean() {
  clearTimeout(timer);
  timer = 0;
  form.reset();
  calm();
  setPhoto("none");
  draft.value = uuid();
  preview();
}

async function fill(saved) {
  for (const [key, value] of saved.values) {
    if (key !== "owner") {
      form.elements[key].value = value;
    }
  }
  const blob = saved.photo ? await photoOf(saved.draft).catch(() => null) : null;
  setPhoto(blob ? "kept" : "none", blob);
  preview();
}

// --- Adding ----------------------------------------------------------------------

let addedAt = 0;
let added = "";

function storageIsFull() {
  if (navigator.onLine) {
    HTMLFormElement.prototype.submit.call(form); // straight to the server, as without scripts
  } else {
    complain(form.dataset.full, [name]);
  }
}

function send() {
  if (navigator.onLine) {
    flush();
    setTimeout(() => document.dispatchEvent(new CustomEvent("outbox", { detail: {} })), SLOW);
  } else {
    document.dispatchEvent(new CustomEvent("outbox", { detail: {} }));
  }
}

async function add(event) {
  event.preventDefault();
  if (Date.now() - addedAt < DOUBLE && !name.value) {
    return; // the second tap of a double one
  }
  await keeping;
  const bad = [name, minutes, times].filter((control) => !control.value.trim() || !control.checkValidity());
  if (bad.length) {
    complain(form.dataset.check, bad);
    return;
  }
  const row = entry();
  if (photo === "lost" || !keep("outbox", row)) {
    storageIsFull();
    return;
  }
  forget("draft", row.draft);
  addedAt = Date.now();
  added = row.draft;
  clean();
  says.textContent = says.dataset.added.replace("{}", row.who);
  name.focus();
  send();
}

// --- What became of it -------------------------------------------------------------

const isFree = () => !name.value.trim() && !minutes.value && photo === "none";

async function mend(saved) {
  if (!isFree() && draft.value !== saved.draft) {
    complain(form.dataset.busy, [name]);
    return false;
  }
  await fill(saved);
  keepDraft();
  calm();
  if (saved.reason) {
    complain(saved.reason, saved.fields.map((field) => form.elements[field]).filter(Boolean));
  } else {
    name.focus();
  }
  return true;
}

let stale = false;

async function refresh() {
  stale = false;
  try {
    await window.htmx.ajax("GET", page, { target: "#piles", swap: "innerHTML" });
    keepPage(form, page);
  } catch {
    stale = true; // the network went again: after the next row
  }
}

document.addEventListener("outbox", async ({ detail }) => {
  const ours = detail.entry?.page === page;
  stale ||= ours && detail.fate === "saved";
  if (ours && detail.fate === "problem" && detail.entry.draft === added && isFree()) {
    // The form is still free: what was just refused comes back to it.
    const saved = kept("outbox").find((one) => one.draft === added);
    if (saved && (await mend(saved))) {
      forget("outbox", saved.draft);
      document.dispatchEvent(new CustomEvent("outbox", { detail: {} }));
    }
  } else if (detail.done && stale) {
    refresh();
  }
});

// --- Beginning ---------------------------------------------------------------------

async function begin() {
  if (!form.dataset.state) {
    draft.value = uuid(); // a kept page must not use its own one twice
    const saved = kept("draft").findLast((one) => one.key === page);
    if (saved) {
      await fill(saved);
    }
  }
  preview();
  await forgetStrayPhotos().catch(() => {}); // they take room, nothing more
}

form.addEventListener("submit", add);
camera.addEventListener("change", () => {
  keeping = takePhoto();
});
form.addEventListener("input", () => {
  preview();
  clearTimeout(timer);
  timer = setTimeout(keepDraft, 300);
});
window.addEventListener("pagehide", () => timer && keepDraft());
document.addEventListener("DOMContentLoaded", () => {
  watchWaiting({ page, mend });
  begin();
  keepPage(form, page);
});
